import type { Dataset } from '../data/dataset';
import type { Program } from '../runtime';
import type { EpochRecord } from './history';
import type { Hyperparameters } from './hyperparameters';
import type { Restore } from './resume';
import type { RunFolder } from './run-folder';

/** Where an epoch under way stands. */
export interface Progress {
  /** From 1. */
  readonly epoch: number;
  readonly epochs: number;
  /** Finished steps of this epoch. */
  readonly step: number;
  readonly steps: number;
  /** Mean over this epoch's steps so far, nats. */
  readonly loss: number;
  /** 0–1. */
  readonly accuracy: number;
  readonly imagesPerSecond: number;
  /** Until the last epoch ends, at this pace. */
  readonly secondsLeft: number;
}

/** How a run is started and watched, besides its hyperparameters. */
export interface TrainOptions {
  /** Images of all splits. */
  readonly data: Dataset;
  /** Where to start. @default a new run, which must not exist */
  readonly restore?: Restore;
  /** Folder of the run instead of `outputs/NAME`. */
  readonly modelSaveDir?: string;
  /** `eager` runs op by op: several times slower, for debugging. @default 'captured' */
  readonly mode?: Program['running'];
  /** Milliseconds after which, within an epoch, a checkpoint follows the last. @default 300 000 */
  readonly checkpointInterval?: number;
  /** Stops the run after the step under way, with a checkpoint. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  /** Told the finished epochs after each of them, and once where a restored run begins. */
  readonly onEpoch?: (history: readonly EpochRecord[]) => void;
  /** Told in one line what was chosen by itself. */
  readonly onNotice?: (line: string) => void;
}

/** What a run ends with. */
export interface TrainResult {
  readonly folder: RunFolder;
  readonly options: Hyperparameters;
  readonly history: readonly EpochRecord[];
  /** The epoch whose weights `checkpoints/best` holds. */
  readonly best: EpochRecord | undefined;
  /** Whether `signal` ended it before its last epoch. */
  readonly interrupted: boolean;
}
