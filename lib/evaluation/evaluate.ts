import { count, type Dataset, hash } from '../data/dataset';
import { type FerPlus, votesOf } from '../data/ferplus';
import type { Views } from '../data/views';
import { fittedSplits } from '../training/protocol';
import type { RunFolder } from '../training/run-folder';
import { agreement } from './agreement';
import { findCopies, withoutCopies } from './copies';
import { type Evaluation, measure, type Predictions } from './metrics';
import { type OpenCheckpointOptions, openCheckpoint } from './open';
import { predict } from './predict';
import { findEvaluation, writeEvaluation } from './stored';

export interface EvaluateOptions extends OpenCheckpointOptions {
  /** The views of each image whose logits are averaged. @default 'ten' */
  readonly views?: Views;
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
export type EvaluateSettings = Pick<EvaluateOptions, 'split' | 'views' | 'checkpoint' | 'copies'>;

/** The result of an evaluation. */
export interface EvaluateResult {
  readonly evaluation: Evaluation;
  readonly predictions: Predictions;
  /** The evaluated images, in the order of the predictions. */
  readonly images: Dataset;
  /** The earlier evaluation of the split that is replaced. */
  readonly before?: Evaluation;
}

/**
 * Evaluates a trained run on a split. Writes `evaluation/SPLIT.json` and `evaluation/SPLIT-predictions.csv`, which
 * replace those of an earlier evaluation.
 *
 * @throws {InputError} if there is no such run or checkpoint, the data differ from those of the training, or FER+ has
 * no votes on an image
 */
export async function evaluate(folder: RunFolder, options: EvaluateOptions): Promise<EvaluateResult> {
  const opened = openCheckpoint(folder, options);
  const { settings, selection, network, data, split, images, splitSize, isBest, epoch, step, compute } = opened;
  const fitted = fittedSplits(settings);
  try {
    const views = options.views ?? 'ten';
    const { signal, onProgress, copies = 'exact', ferplus } = options;
    const votes = ferplus && votesOf(images, ferplus); // throws before the work, not after it
    const predictions = await predict(network, images, { views, compute, signal, onProgress });
    const evaluation: Evaluation = {
      split,
      ...measure(predictions),
      split_size: count(images) < splitSize ? splitSize : undefined,
      sha256: hash(images),
      crops: views,
      epoch,
      step,
      fitted: selection === 'unknown' ? undefined : fitted,
      // If the selection split was fitted too, its images are known to every epoch.
      selected_on: isBest || fitted.length > 1 || selection === 'unknown' ? selection : null,
      without_copies: fitted.includes(split)
        ? undefined
        : withoutCopies(
            data,
            split,
            predictions,
            fitted,
            await findCopies(data, copies, { signal, onProgress: options.onAudit }),
          ),
      agreement: votes && agreement(predictions, votes),
    };
    const before = findEvaluation(folder, split);
    writeEvaluation(folder, { evaluation, predictions, rows: images.rows });
    return { evaluation, predictions, images, before };
  } finally {
    network.dispose();
  }
}
