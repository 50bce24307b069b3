import { count, type Dataset, type EvaluatedSplit, hash } from '../data/dataset';
import { type FerPlus, votesOf } from '../data/ferplus';
import { agreement } from './agreement';
import type { ClassifierFolder } from './classifiers/classifier-folder';
import { openForSplit } from './classifiers/open-for-split';
import type { ClassifierImages } from './classifiers/opened-classifier';
import { findCopies, withoutCopies } from './copies';
import { type Evaluation, measure, type Predictions, WITHOUT_PROBABILITIES } from './metrics';
import { findEvaluation, writeEvaluation } from './stored';

export interface EvaluateOptions extends ClassifierImages {
  /**
   * What counts as a copy of a training image, for the accuracy without copies: the same pixels, or any copy of a
   * photograph, which needs an audit of the whole data set (FER2013: 15 seconds).
   * @default 'exact'
   */
  readonly copies?: 'exact' | 'near';
  /** FER+'s votes, for the accuracy by agreement. @default none */
  readonly ferplus?: FerPlus;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, of: number) => void;
  /** Receives the progress of the audit, if there is one. */
  readonly onAudit?: (done: number, of: number) => void;
}

/** Options of an evaluation that change its numbers. */
export interface EvaluateSettings extends Pick<EvaluateOptions, 'views' | 'epoch' | 'copies'> {
  /**
   * What to evaluate on; `all` only for another data set.
   * @default the split to report; of another data set its test split, or all images if it has none
   */
  readonly split?: EvaluatedSplit;
  /** Another data set, by name or as a folder of images; classes are matched by name. @default the classifier's own */
  readonly dataset?: string;
  /** File, archive or folder with that data set. @default its folder in `datasets/` */
  readonly path?: string;
}

/** The result of an evaluation. */
export interface EvaluateResult {
  readonly evaluation: Evaluation;
  readonly predictions: Predictions;
  /** The evaluated images, in the order of the predictions. */
  readonly images: Dataset;
  /** The earlier evaluation of the split that is replaced. */
  readonly before?: Evaluation;
  /** Where it was written, and its figures belong. */
  readonly folder: ClassifierFolder;
}

/**
 * Evaluates a classifier (a run, imported predictions, or an ensemble) on a split. Writes `evaluation/SPLIT.json` and
 * `evaluation/SPLIT-predictions.csv`, which replace those of an earlier evaluation.
 *
 * @throws {InputError} if there is no such classifier or checkpoint, the data differ from those of the training, or
 *   FER+ has no votes on an image
 */
export async function evaluate(folder: ClassifierFolder, options: EvaluateOptions): Promise<EvaluateResult> {
  const opened = await openForSplit(folder, options);
  const { data, split, images, splitSize, crops, epoch, step, fitted, selected_on, labelsOnly } = opened;
  try {
    const { signal, onProgress, copies = 'exact', ferplus } = options;
    const votes = ferplus && votesOf(images, ferplus); // throws before the work, not after it
    const predictions = await opened.predict({ signal, onProgress });
    const known = fitted ?? ['Training'];
    const evaluation: Evaluation = {
      split,
      ...measure(predictions, data.classes),
      averaged: predictions.classes.length > data.classes.length ? data.classes : undefined,
      ...(labelsOnly ? WITHOUT_PROBABILITIES : {}),
      split_size: count(images) < splitSize ? splitSize : undefined,
      sha256: hash(images),
      crops,
      epoch,
      step,
      fitted,
      selected_on,
      without_copies: known.includes(split)
        ? undefined
        : withoutCopies(
            data,
            split,
            predictions,
            known,
            await findCopies(data, copies, { signal, onProgress: options.onAudit }),
          ),
      agreement: votes && agreement(predictions, votes),
    };
    const before = findEvaluation(folder, split);
    writeEvaluation(folder, { evaluation, predictions, rows: images.rows }, opened.content);
    return { evaluation, predictions, images, before, folder };
  } finally {
    opened.dispose();
  }
}
