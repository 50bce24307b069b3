import { count, type Dataset, hash } from '../data/dataset';
import { type FerPlus, votesOf } from '../data/ferplus';
import { agreement } from './agreement';
import { type OpenClassifierOptions, openForSplit } from './classifiers/open';
import type { ClassifierFolder } from './classifiers/place';
import { findCopies, withoutCopies } from './copies';
import { type Evaluation, measure, type Predictions } from './metrics';
import { findEvaluation, writeEvaluation } from './stored';

export interface EvaluateOptions extends OpenClassifierOptions {
  /**
   * What counts as a copy of an image in the training split, without which the accuracy is told as well: the same
   * pixels, or any copy of one photograph, for which the whole data set is audited (FER2013: a quarter of a minute).
   * @default 'exact'
   */
  readonly copies?: 'exact' | 'near';
  /** FER+'s votes, to tell the accuracy by agreement as well. @default none */
  readonly ferplus?: FerPlus;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, of: number) => void;
  /** Told how far the audit is, where there is one. */
  readonly onAudit?: (done: number, of: number) => void;
}

/** What an evaluation measures: the options that change its numbers. */
export type EvaluateSettings = Pick<EvaluateOptions, 'split' | 'views' | 'checkpoint' | 'copies'>;

/** What an evaluation finds. */
export interface EvaluateResult {
  readonly evaluation: Evaluation;
  readonly predictions: Predictions;
  /** The images that were looked at, in the order of the predictions. */
  readonly images: Dataset;
  /** What had been found of the split before, and is not kept. */
  readonly before?: Evaluation;
}

/**
 * Evaluates a classifier (a run, imported predictions, an ensemble) on a split, and leaves `evaluation/SPLIT.json` and `evaluation/SPLIT-predictions.csv` in place of
 * what an evaluation of the split left before.
 *
 * @throws {InputError} if there is no such classifier or checkpoint, the data is not what it was trained on, or FER+ has
 *   no votes on an image
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
      ...measure(predictions),
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
    return { evaluation, predictions, images, before };
  } finally {
    opened.dispose();
  }
}

/** What classes alone do not tell. */
const WITHOUT_PROBABILITIES = { labels_only: true, top2: Number.NaN, loss: Number.NaN } as const;
