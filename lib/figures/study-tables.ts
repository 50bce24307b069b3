import { DAGGER } from '../evaluation/describe';
import { spread } from '../evaluation/statistics';
import { bestEpoch } from '../training/history';
import { ranking, variedKeys } from '../tuning/ranking';
import { comparedOn, type Study } from '../tuning/study';
import type { TableRow } from './save-table';
import { capitalised } from './theme';

/** One row per trial of a study, in order: the settings that vary, and the result. */
export function trialsTable(study: Study): TableRow[] {
  const keys = variedKeys(study);
  const { select_on } = study.definition.base;
  const someFailed = study.trials.some(({ failed }) => failed !== undefined);
  return study.trials.map(({ number, settings, status, history, score, failed }) => {
    return {
      Trial: number,
      ...Object.fromEntries(keys.map((key) => [key, settings[key]])),
      Status: status,
      Epochs: history.length,
      'Best epoch': bestEpoch(history, select_on)?.epoch ?? null,
      [`${capitalised(comparedOn(study))} (%)${DAGGER}`]: score === undefined ? null : 100 * score,
      ...(someFailed ? { Failed: failed ?? null } : {}),
    };
  });
}

/**
 * One row per setting of a study, the best first, with repeats over seeds combined: `91.20 ± 0.40` is mean ± standard
 * deviation.
 */
export function settingsTable(study: Study): TableRow[] {
  const keys = variedKeys(study).filter((key) => key !== 'seed');
  const { select_on } = study.definition.base;
  return ranking(study).map(({ settings, trials, scores }) => {
    const { n, mean, deviation } = spread(scores.map((score) => 100 * score));
    return {
      ...Object.fromEntries(keys.map((key) => [key, settings[key]])),
      Trials: n,
      Epochs: Math.max(...trials.map(({ history }) => history.length)),
      'Best epoch': trials.map(({ history }) => bestEpoch(history, select_on)?.epoch).join(', '),
      [`${capitalised(comparedOn(study))} (%)${DAGGER}`]: n > 1 ? `${mean.toFixed(2)} ± ${deviation.toFixed(2)}` : mean,
    };
  });
}
