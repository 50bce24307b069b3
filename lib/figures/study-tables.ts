import { DAGGER } from '../evaluation/describe';
import { spread } from '../evaluation/statistics';
import { bestEpoch } from '../training/history';
import { selectionSplit } from '../training/protocol';
import { ranking, variedKeys } from '../tuning/ranking';
import type { Study } from '../tuning/study';
import type { TableRow } from './save-table';

/** One row per trial of a study, in order: the settings that vary, and the result. */
export function trialsTable(study: Study): TableRow[] {
  const keys = variedKeys(study);
  const split = selectionSplit(study.definition.base.protocol);
  const someFailed = study.trials.some(({ failed }) => failed !== undefined);
  return study.trials.map(({ number, settings, status, history, accuracy, failed }) => {
    return {
      Trial: number,
      ...Object.fromEntries(keys.map((key) => [key, settings[key]])),
      Status: status,
      Epochs: history.length,
      'Best epoch': bestEpoch(history)?.epoch ?? null,
      [`${split} (%)${DAGGER}`]: accuracy === undefined ? null : 100 * accuracy,
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
  const split = selectionSplit(study.definition.base.protocol);
  return ranking(study).map(({ settings, trials, accuracies }) => {
    const { n, mean, deviation } = spread(accuracies.map((accuracy) => 100 * accuracy));
    return {
      ...Object.fromEntries(keys.map((key) => [key, settings[key]])),
      Trials: n,
      Epochs: Math.max(...trials.map(({ history }) => history.length)),
      'Best epoch': trials.map(({ history }) => bestEpoch(history)?.epoch).join(', '),
      [`${split} (%)${DAGGER}`]: n > 1 ? `${mean.toFixed(2)} ± ${deviation.toFixed(2)}` : mean,
    };
  });
}
