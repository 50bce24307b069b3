import type { Dataset } from '../data/dataset';
import type { Program } from '../runtime';
import type { EpochRecord } from './history';
import type { Hyperparameters } from './hyperparameters';
import type { Restore } from './resume';
import type { RunFolder } from './run-folder';

/** Progress within an epoch. */
export interface Progress {
  /** From 1. */
  readonly epoch: number;
  readonly epochs: number;
  /** Finished steps of this epoch. */
  readonly step: number;
  readonly steps: number;
  /** Mean loss over this epoch's steps so far; cross-entropy, in nats, unless the run has another loss. */
  readonly loss: number;
  /** Share of the images in these steps that were classified correctly, 0–1. */
  readonly accuracy: number;
  readonly imagesPerSecond: number;
  /** Estimated seconds until the last epoch ends. */
  readonly secondsLeft: number;
}

/** Options for running and watching a training, besides its hyperparameters. */
export interface TrainOptions {
  /** Images of all splits. */
  readonly data: Dataset;
  /** Where to start. @default a new run; an existing one is an error */
  readonly restore?: Restore;
  /** Folder of the run instead of `outputs/NAME`. */
  readonly model_save_dir?: string;
  /** `eager` runs op by op: several times slower, for debugging. @default 'captured' */
  readonly mode?: Program['running'];
  /** Maximum milliseconds between two checkpoints within an epoch. @default 300 000 */
  readonly checkpointInterval?: number;
  /** Stops the run after the current step, with a checkpoint. */
  readonly signal?: AbortSignal;
  /** Receives the progress after each step. */
  readonly onProgress?: (progress: Progress) => void;
  /** Receives the finished epochs after each of them, and once at the start of a restored run. */
  readonly onEpoch?: (history: readonly EpochRecord[]) => void;
  /** Receives messages of one line, for example about automatic choices. */
  readonly onNotice?: (line: string) => void;
}

/** The result of a training. */
export interface TrainResult {
  readonly folder: RunFolder;
  readonly options: Hyperparameters;
  readonly history: readonly EpochRecord[];
  /** The epoch whose weights are in `checkpoints/best`. */
  readonly best: EpochRecord | undefined;
  /** Whether `signal` stopped it before its last epoch. */
  readonly interrupted: boolean;
}
