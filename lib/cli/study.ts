import { relative } from 'node:path';
import { DAGGER } from '../evaluation/describe';
import { importanceBars } from '../figures/importance-bars';
import { parallelCoordinates } from '../figures/parallel-coordinates';
import { studyAccuracies } from '../figures/setting-accuracies';
import { settingsTable, trialsTable } from '../figures/study-tables';
import { trialCurves } from '../figures/trial-curves';
import { isKnownEverywhere } from '../models/registry';
import { tableOf, textTable } from '../terminal/text-table';
import { trainCommand } from '../training/command-line';
import { hyperparameters } from '../training/hyperparameters';
import { reportSplit } from '../training/protocol';
import { noneToReport, runFolder } from '../training/run-folder';
import { importance } from '../tuning/importance';
import { spaceTexts } from '../tuning/notation';
import { label, ranking, variedKeys } from '../tuning/ranking';
import { comparedOn, type Study, studySummary, type Trial, tried } from '../tuning/study';
import { saveResults } from './save';

/** The search space, the number of trials, and how many were tried. */
export function statusLines(study: Study): string[] {
  const { searcher, space, base, seeds } = study.definition;
  const texts = Object.entries(spaceTexts(space)).map(([key, text]) => `${key}=${text}`);
  return [
    `${searcher} over ${texts.join(' ')}: ${base.n_epochs} epochs a trial, ${seeds} seed${seeds > 1 ? 's' : ''}`,
    textTable(tableOf(trialsTable(study), study.trials.length)),
    studySummary(study),
  ];
}

/** A trial that has completed a stage: `trial 3 pruned after 1 of 9 epochs: 23.14 %  lr=0.3`. */
export function trialLine(study: Study, { number, status, history, settings, score, failed }: Trial): string {
  const result = failed ?? (score === undefined ? 'no result yet' : `${(100 * score).toFixed(2)} %`);
  const where = `${history.length} of ${settings.n_epochs} epochs`;
  return `trial ${number} ${status} at ${where}: ${result}  ${label(variedKeys(study), settings)}`;
}

/** The best setting, and the commands that train it again and evaluate it on the split that selected nothing. */
export function bestLines(study: Study): string[] {
  const { base } = study.definition;
  const [best] = ranking(study);
  if (!best) return ['no trial has a result yet'];
  const numbers = best.trials.map(({ number }) => number).join(', ');
  const on = base.select_on === 'accuracy' ? `on ${comparedOn(study)}` : comparedOn(study);
  const name = `${study.definition.name}_best`;
  const { save_freq, keep } = hyperparameters({ name }); // a trial keeps checkpoints differently
  const reported = reportSplit(base.protocol);
  const elsewhere = isKnownEverywhere(best.settings.network)
    ? []
    : [`  (in the notebook that defines ${best.settings.network}, by train and evaluate)`];
  return [
    `best: ${(100 * best.mean).toFixed(2)} %${DAGGER} ${on}, trial ${numbers}: ${label(variedKeys(study), best.settings)}`,
    `${DAGGER} the best of ${tried(study).length} trials on the split that compared them, so optimistic; ${study.canReport ? 'to evaluate it once, on the other split' : noneToReport(reported)}:`,
    `  ${trainCommand({ ...best.settings, name, save_freq, keep })}`,
    ...(study.canReport ? [`  npm run evaluate -- name=${name} split=${reported}`] : []),
    ...elsewhere,
  ];
}

/** Writes tables and figures of a study. */
export async function exportStudy(study: Study, signal: AbortSignal): Promise<void> {
  const folder = runFolder('', study.folder).figures;
  const tables = {
    trials: { rows: trialsTable(study) },
    settings: { rows: settingsTable(study), note: studySummary(study) },
  };
  const weights = importance(study);
  const settings = studyAccuracies(study);
  const figures = {
    trials: trialCurves(study),
    parallel: parallelCoordinates(study),
    ...(settings ? { settings } : {}),
    ...(weights.length > 0 ? { importance: importanceBars(weights) } : {}),
  };
  await saveResults({ figures, tables }, { folder, replaces: ['settings', 'importance'], signal });
  console.log(`written to ${relative(process.cwd(), folder)}`);
}
