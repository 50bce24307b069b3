import type { Dataset, EvaluatedSplit } from '../data/dataset';
import { classifierSettings } from '../evaluation/classifiers/classifier-settings';
import { confidentMistakes } from '../evaluation/mistakes';
import { evaluatedImages, imagesOf } from '../evaluation/same-images';
import { readEvaluation } from '../evaluation/stored';
import { selectedEpoch } from '../training/resolve-weights';
import { type RunFolder, type RunSettings, readHistory } from '../training/run-folder';
import { type EvaluationFiguresOptions, evaluationFigures } from './evaluation-figures';
import type { Figure } from './figure';
import { learningCurves } from './learning-curves';
import { mistakeGallery } from './mistake-gallery';

/** Number of faces in a gallery of mistakes: three rows. */
const MISTAKES = 15;

export interface RunFiguresOptions extends EvaluationFiguresOptions {
  /** The evaluations to draw. */
  readonly splits: readonly EvaluatedSplit[];
  /** The images that the run was trained and evaluated on, for galleries. @default no galleries */
  readonly data?: Dataset;
  /** The three learning curves next to each other, or stacked. @default 'beside' */
  readonly panels?: 'beside' | 'stacked';
}

/**
 * All figures of the files of a run, an import or an ensemble, by file name: a run's learning curves, and evaluations.
 * With `figure`, only this one of each evaluation.
 *
 * @throws InputError if one of the splits has not been evaluated, or `data` are not the run's images
 */
export function runFigures(folder: RunFolder, options: RunFiguresOptions): Record<string, Figure> {
  const { splits, figure, panels } = options;
  const { run } = classifierSettings(folder);
  const data = options.data && run ? imagesOf(run, options.data) : options.data;
  const figures: Record<string, Figure> = run && !figure ? learningFigures(folder, run, panels) : {};
  for (const split of splits) {
    const stored = readEvaluation(folder, split);
    Object.assign(figures, evaluationFigures(stored, options));
    const mistakes = stored.evaluation.labels_only || figure ? [] : confidentMistakes(stored.predictions, MISTAKES);
    if (data && mistakes.length > 0)
      Object.assign(figures, { [`mistakes-${split}`]: mistakeGallery(evaluatedImages(data, stored), mistakes) });
  }
  return figures;
}

function learningFigures(folder: RunFolder, { options }: RunSettings, panels?: 'beside' | 'stacked') {
  const history = readHistory(folder);
  const selected = selectedEpoch(folder, history, options)?.epoch;
  return { 'learning-curves': learningCurves(history, { panels, selected }) };
}
