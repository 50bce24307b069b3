import { setImmediate } from 'node:timers/promises';
import { finishWriting } from '../core/changes';
import { lockFolder } from '../core/lock';
import { keyOf } from '../runtime';
import { namedCheckpoints, pruneCheckpoints, saveCheckpoint } from './checkpoint';
import type { TrainingState } from './checkpoint-files';
import { readNetwork } from './described-network';
import { imagesIn, progressMeter } from './epoch-progress';
import { type EpochRecord, keptEpoch } from './history';
import { type Hyperparameters, hyperparameters } from './hyperparameters';
import { type OpenedTraining, openTraining } from './opened-training';
import { epochSteps, type PreparedTraining, prepareTraining } from './prepared-training';
import { historyContent, type Pointer, runFolder, writeHistory } from './run-folder';
import { ratesOf } from './schedules';
import type { Rates } from './schedules/schedule';
import type { TrainOptions, TrainResult } from './train-options';
import { diverged } from './trainer-faults';
import { validate, validationBatch } from './validation';

/** Maximum time between checkpoints, in milliseconds. */
const CHECKPOINT_INTERVAL = 5 * 60_000;

/**
 * Trains a network and writes a run: settings, history, checkpoints. On one CPU, the same settings and data give the
 * same weights, even if the run was killed and resumed.
 *
 * @throws {InputError} for an invalid setting, an existing run, a checkpoint that does not match, or a non-finite loss
 */
export async function train(settings: Partial<Hyperparameters>, options: TrainOptions): Promise<TrainResult> {
  const folder = runFolder(settings.name ?? '', options.model_save_dir);
  const chosen = hyperparameters(settings, { described: readNetwork(folder)?.network });
  const unlock = await lockFolder(folder.path);
  try {
    for (const path of [folder.path, folder.checkpoints]) finishWriting(path);
    const prepared = prepareTraining(chosen, folder, options);
    const opened = openTraining(prepared, options);
    try {
      return await new Training(prepared, opened, options).finish();
    } finally {
      opened.dispose();
    }
  } finally {
    unlock();
  }
}

/** The epochs of a training, one after the other, with their checkpoints. */
class Training {
  private state: TrainingState;
  /** The epoch whose weights are in `checkpoints/best`. */
  private best: EpochRecord | undefined;
  /** Time of the latest checkpoint, in milliseconds. */
  private saved = Date.now();

  constructor(
    private readonly prepared: PreparedTraining,
    private readonly opened: OpenedTraining,
    private readonly options: TrainOptions,
  ) {
    this.state = opened.state;
    this.best = opened.best;
  }

  /** Runs the epochs that are left. */
  async finish(): Promise<TrainResult> {
    const { settings, folder } = this.prepared;
    const { n_epochs, name } = settings;
    const { onEpoch, onNotice } = this.options;
    const finished = this.state.history.length;
    if (finished > 0) onEpoch?.(this.state.history); // shows the history of a resumed run at once
    if (finished >= n_epochs && n_epochs > 0)
      onNotice?.(`${name} has finished its ${n_epochs} epochs; a larger n_epochs continues it`);
    if (finished < n_epochs) this.prepareSteps();
    while (this.state.history.length < n_epochs) {
      if (!(await this.epoch())) break;
    }
    const { history } = this.state;
    const interrupted = history.length < n_epochs;
    if (interrupted || history.length === 0) this.save(['last']);
    return { folder, options: settings, history, best: this.best, interrupted };
  }

  private prepareSteps(): void {
    const { validation } = this.prepared;
    const steps = epochSteps(this.prepared, this.state.history.length + 1);
    this.opened.program.prepare([...new Set(steps.map(({ length }) => length))], validationBatch(validation.length));
  }

  /** Runs the rest of the current epoch, or the next one. Returns false if the signal stopped it. */
  private async epoch(): Promise<boolean> {
    const { settings, validation, data } = this.prepared;
    const epoch = this.state.history.length + 1;
    const steps = epochSteps(this.prepared, epoch);
    const began = Date.now() - this.state.seconds * 1000;
    if (!(await this.runSteps(steps, began))) return false;
    const { sums } = this.state;
    const seen = imagesIn(steps);
    this.finishEpoch({
      epoch,
      trainLoss: sums.loss / seen,
      trainAccuracy: sums.correct / seen,
      ...(await validate(this.opened.program, validation, data.classes.length, settings.select_on)),
      learningRate: this.ratesAt(steps.length - 1, steps.length).rate,
      seconds: (Date.now() - began) / 1000,
    });
    return true;
  }

  /**
   * Runs the steps of an epoch that are left. Returns false if the signal stopped it.
   * @param began start time of the epoch, moved by the duration of interruptions, in milliseconds
   */
  private async runSteps(steps: readonly Int32Array[], began: number): Promise<boolean> {
    const { signal, onProgress, checkpointInterval = CHECKPOINT_INTERVAL } = this.options;
    const { settings, fitted } = this.prepared;
    const measured = progressMeter({ steps, epochs: settings.n_epochs, images: fitted.length }, this.state);
    while (this.state.step < steps.length) {
      if (signal?.aborted) return false;
      this.runStep(steps, began);
      onProgress?.(measured(this.state));
      if (Date.now() - this.saved > checkpointInterval) this.save(['last']);
      await setImmediate(); // processes timers, signals and the notebook's messages, unlike a microtask
    }
    return true;
  }

  private runStep(steps: readonly Int32Array[], began: number): void {
    const { settings } = this.prepared;
    const { history, step, sums } = this.state;
    const epoch = history.length + 1;
    const done = this.opened.program.train(steps[step], {
      key: keyOf(settings.seed, epoch, step),
      rates: this.ratesAt(step, steps.length),
      steps: history.length * steps.length + step,
    });
    if (!Number.isFinite(done.loss)) throw diverged(settings, epoch, step);
    this.state = {
      history,
      step: step + 1,
      sums: { loss: sums.loss + done.loss, correct: sums.correct + done.correct },
      seconds: (Date.now() - began) / 1000,
    };
  }

  private ratesAt(step: number, steps: number): Rates {
    const { schedule, settings } = this.prepared;
    return ratesOf(schedule, { ...this.state, step, steps }, settings);
  }

  private finishEpoch(record: EpochRecord): void {
    const { settings, folder } = this.prepared;
    const { epoch } = record;
    const history = [...this.state.history, record];
    this.state = { history, step: 0, sums: { loss: 0, correct: 0 }, seconds: 0 };
    const isBest = keptEpoch(this.best ? [this.best, record] : [record], settings) === record;
    if (isBest) this.best = record;
    if (isBest || epoch % settings.save_freq === 0 || epoch === settings.n_epochs)
      this.save(isBest ? ['best', 'last'] : ['last']);
    else writeHistory(folder, history);
    this.opened.log(record);
    this.options.onEpoch?.(history);
  }

  private save(pointers: readonly Pointer[]): void {
    const { settings, folder } = this.prepared;
    const { checkpoints } = folder;
    const { save_freq, keep } = settings;
    const { history } = this.state;
    const since = keep === 0 ? 0 : history.length - keep * save_freq;
    const before = namedCheckpoints(checkpoints);
    this.opened.program.pull();
    saveCheckpoint(checkpoints, this.opened.model.savable, this.state, pointers, historyContent(history));
    pruneCheckpoints(checkpoints, (epoch, name) => {
      if (epoch % save_freq === 0) return epoch > since;
      return keep === 0 && !before.has(name); // kept because of an earlier save_freq
    });
    this.saved = Date.now();
  }
}
