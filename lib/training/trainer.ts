import { setImmediate } from 'node:timers/promises';
import { AUGMENTATIONS } from '../data/augment/options';
import { batches, padded, shuffled } from '../data/batches';
import { type Dataset, indicesOf, limited, type Split } from '../data/dataset';
import { InputError } from '../errors';
import { type Network, trainable } from '../models/network';
import { buildNetwork } from '../models/registry';
import { keyOf, type Program, tf } from '../runtime';
import { begin, type Restore } from './begin';
import { type Pointer, pruneCheckpoints, type Savable, saveCheckpoint, type TrainingState } from './checkpoint';
import { environment } from './environment';
import { bestEpoch, type EpochRecord } from './history';
import { type Hyperparameters, hyperparameters, selectionSplit } from './hyperparameters';
import { lockFolder } from './lock';
import { optimizers } from './optimizers';
import type { Optimizer } from './optimizers/optimizer';
import { computeName, computeType } from './precision';
import { type Sums, type TrainingProgram, trainingProgram } from './program';
import { type RunFolder, runFolder, writeHistory, writeSettings } from './run';
import { ratesOf } from './schedules';

/** Images a validation step. */
const VALIDATION_BATCH = 128;
/** Within an epoch, a checkpoint follows the last after so many milliseconds: what a crash can cost. */
const CHECKPOINT_INTERVAL = 5 * 60_000;

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

/**
 * Trains a network and leaves a run's folder: settings, history, checkpoints. The same settings on the same data give
 * the same weights on one CPU, also where the run was killed and restored in between.
 *
 * @throws {InputError} for a bad setting, a run that exists, a checkpoint that does not fit, or a loss that is not finite
 */
export async function train(settings: Partial<Hyperparameters>, options: TrainOptions): Promise<TrainResult> {
  const chosen = hyperparameters(settings);
  const folder = runFolder(chosen.name, options.modelSaveDir);
  const unlock = await lockFolder(folder.path);
  try {
    const run = new Run(chosen, folder, options);
    try {
      return await run.finish();
    } finally {
      run.dispose();
    }
  } finally {
    unlock();
  }
}

class Run {
  private readonly chosen: Hyperparameters;
  private readonly data: Dataset;
  private readonly training: Int32Array;
  private readonly validation: Int32Array;
  private readonly network: Network;
  private readonly optimizer: Optimizer;
  private readonly savable: Savable;
  private readonly program: TrainingProgram;
  private state: TrainingState;
  private saved = Date.now();

  constructor(
    settings: Hyperparameters,
    private readonly folder: RunFolder,
    private readonly options: TrainOptions,
  ) {
    this.data = limited(options.data, settings.limit);
    const chosen = settings.dataset === 'auto' ? { ...settings, dataset: options.data.name } : settings;
    this.chosen = chosen;
    this.training = nonEmpty(this.data, 'Training');
    this.validation = nonEmpty(this.data, selectionSplit(chosen.protocol));
    const compute = computeType(chosen.precision);
    this.network = buildNetwork(chosen.network, chosen);
    this.optimizer = optimizers[chosen.optimizer](trainable(this.network), chosen);
    this.savable = { weights: this.network.parameters, optimizer: this.optimizer.slots };
    try {
      this.state = begin(chosen, folder, this.data, this.savable, options);
    } catch (error) {
      this.disposeVariables();
      throw error;
    }
    if (this.state.history.length === 0 && this.state.step === 0) {
      writeSettings(folder, chosen, environment(this.data, compute));
    }
    this.options.onNotice?.(`${chosen.network} computes in ${computeName(compute)}`);
    const { network, optimizer, data } = this;
    this.program = trainingProgram(
      { network, optimizer, data, compute, augment: AUGMENTATIONS[chosen.augment] },
      options,
    );
  }

  async finish(): Promise<TrainResult> {
    const { chosen, folder } = this;
    // A restored run shows at once where it stands.
    if (this.state.history.length > 0) this.options.onEpoch?.(this.state.history);
    while (this.state.history.length < chosen.epochs) {
      if (!(await this.epoch())) break;
    }
    const { history } = this.state;
    const interrupted = history.length < chosen.epochs;
    if (interrupted || history.length === 0) this.save(['last']);
    if (history.length === 0) writeHistory(folder, history);
    return { folder, options: chosen, history, best: bestEpoch(history), interrupted };
  }

  dispose(): void {
    this.program.dispose();
    this.disposeVariables();
  }

  private disposeVariables(): void {
    this.network.dispose();
    tf.dispose(this.optimizer.slots.map(({ variable }) => variable));
  }

  /** Runs the rest of the epoch under way, or the next one. False where the signal ended it. */
  private async epoch(): Promise<boolean> {
    const { chosen, options, program } = this;
    const epoch = this.state.history.length + 1;
    const steps = batches(shuffled(this.training.length, chosen.seed, epoch), chosen.batchSize);
    const began = Date.now() - this.state.seconds * 1000;
    const first = this.state.step;
    const resumed = Date.now();
    let seen = steps.slice(0, first).reduce((sum, batch) => sum + batch.length, 0);
    const before = seen;
    for (let step = first; step < steps.length; step++) {
      if (options.signal?.aborted) return false;
      const indices = steps[step].map((i) => this.training[i]);
      const rates = ratesOf(chosen.schedule, { ...this.state, step, steps: steps.length }, chosen);
      const done = program.train(indices, keyOf(chosen.seed, epoch, step), rates);
      if (!Number.isFinite(done.loss)) throw diverged(chosen, epoch, step);
      seen += indices.length;
      const sums = { loss: this.state.sums.loss + done.loss, correct: this.state.sums.correct + done.correct };
      this.state = { ...this.state, step: step + 1, sums, seconds: (Date.now() - began) / 1000 };
      const imagesPerSecond = (seen - before) / ((Date.now() - resumed) / 1000);
      const left = this.training.length * (chosen.epochs - epoch + 1) - seen;
      options.onProgress?.({
        epoch,
        epochs: chosen.epochs,
        step: step + 1,
        steps: steps.length,
        loss: sums.loss / seen,
        accuracy: sums.correct / seen,
        imagesPerSecond,
        secondsLeft: left / imagesPerSecond,
      });
      if (Date.now() - this.saved > CHECKPOINT_INTERVAL) this.save(['last']);
      await setImmediate(); // lets timers, signals and the notebook's messages in: a microtask would not
    }
    const validation = await this.validate();
    const trained = this.training.length;
    const record: EpochRecord = {
      epoch,
      trainLoss: this.state.sums.loss / trained,
      trainAccuracy: this.state.sums.correct / trained,
      validationLoss: validation.loss / this.validation.length,
      validationAccuracy: validation.correct / this.validation.length,
      learningRate: ratesOf(chosen.schedule, { ...this.state, step: steps.length - 1, steps: steps.length }, chosen)
        .rate,
      seconds: (Date.now() - began) / 1000,
    };
    this.finishEpoch([...this.state.history, record]);
    return true;
  }

  private async validate(): Promise<Sums> {
    let loss = 0;
    let correct = 0;
    const size = Math.min(VALIDATION_BATCH, this.validation.length);
    for (const batch of batches(this.validation, size)) {
      const sums = this.program.validate(padded(batch, size), batch.length);
      loss += sums.loss;
      correct += sums.correct;
      await setImmediate();
    }
    return { loss, correct };
  }

  private finishEpoch(history: readonly EpochRecord[]): void {
    const { chosen, folder, options } = this;
    this.state = { history, step: 0, sums: { loss: 0, correct: 0 }, seconds: 0 };
    const epoch = history.length;
    const isBest = bestEpoch(history)?.epoch === epoch;
    if (isBest || epoch % chosen.saveFrequency === 0 || epoch === chosen.epochs) {
      this.save(isBest ? ['best', 'last'] : ['last']);
    }
    writeHistory(folder, history);
    options.onEpoch?.(history);
  }

  private save(pointers: readonly Pointer[]): void {
    this.program.pull();
    saveCheckpoint(this.folder.checkpoints, this.savable, this.state, pointers);
    pruneCheckpoints(this.folder.checkpoints, (epoch) => epoch % this.chosen.saveFrequency === 0);
    this.saved = Date.now();
  }
}

/** An empty split is an error: there would be nothing to fit or to select on. */
function nonEmpty(data: Dataset, split: Split): Int32Array {
  const indices = indicesOf(data, split);
  if (indices.length === 0) throw new InputError('dataset', `${data.name} has no ${split} images`, 'must have some');
  return indices;
}

function diverged({ learningRate }: Hyperparameters, epoch: number, step: number): InputError {
  const where = `epoch ${epoch}, step ${step + 1}`;
  return new InputError(
    'loss',
    `not finite at ${where}`,
    `try a rate below lr=${learningRate}; what was saved before is intact`,
  );
}
