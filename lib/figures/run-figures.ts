import type { Dataset, Split } from '../data/dataset';
import { confidentMistakes } from '../evaluation/mistakes';
import { evaluatedImages, imagesOf } from '../evaluation/same-images';
import { readEvaluation } from '../evaluation/stored';
import { selectedEpoch } from '../training/resolve-weights';
import { type RunFolder, readHistory, readSettings } from '../training/run-folder';
import { evaluationFigures } from './evaluation-figures';
import type { Figure } from './figure';
import { learningCurves } from './learning-curves';
import { mistakeGallery } from './mistake-gallery';

/** Number of faces in a gallery of mistakes: three rows. */
const MISTAKES = 15;

export interface RunFiguresOptions {
  /** The evaluations to draw. */
  readonly splits: readonly Split[];
  /** The images that the run was trained and evaluated on, for galleries. @default no galleries */
  readonly data?: Dataset;
  /** Whether the figures of evaluations have titles. @default true */
  readonly titled?: boolean;
  /** The three learning curves next to each other, or stacked. @default 'beside' */
  readonly panels?: 'beside' | 'stacked';
}

/**
 * All figures of a run's files, by file name: learning curves and evaluations.
 *
 * @throws InputError if one of the splits has not been evaluated, or `data` are not the run's images
 */
export function runFigures(folder: RunFolder, options: RunFiguresOptions): Record<string, Figure> {
  const { splits, titled, panels } = options;
  const settings = readSettings(folder);
  const data = options.data && imagesOf(settings, options.data);
  const history = readHistory(folder);
  const figures = {
    'learning-curves': learningCurves(history, {
      panels,
      selected: selectedEpoch(folder, history, settings.options)?.epoch,
    }),
  };
  for (const split of splits) {
    const stored = readEvaluation(folder, split);
    Object.assign(figures, evaluationFigures(stored, titled));
    const mistakes = confidentMistakes(stored.predictions, MISTAKES);
    if (data && mistakes.length > 0)
      Object.assign(figures, { [`mistakes-${split}`]: mistakeGallery(evaluatedImages(data, stored), mistakes) });
  }
  return figures;
}
