import { setImmediate } from 'node:timers/promises';
import { changeTogether, type FolderContent, finishWriting } from '../core/changes';
import { InputError } from '../core/errors';
import { lockFolder } from '../core/lock';
import { balancedOrder, batches, padded, shuffled } from '../data/batches';
import { limited } from '../data/dataset';
import { networks } from '../models/registry';
import { keyOf } from '../runtime';
import {
  BEGINNING,
  checkpointContent,
  namedCheckpoints,
  pruneCheckpoints,
  restoreCheckpoint,
  saveCheckpoint,
  storedCheckpoint,
  type TrainingState,
} from './checkpoint';
import { classWeights } from './class-weights';
import { networkContent, readNetwork } from './described-network';
import { type EpochRecord, keptEpoch } from './history';
import { type Hyperparameters, hyperparameters } from './hyperparameters';
import { bestKept } from './keep-best';
import { type Log, openLog } from './log';
import { networkBuilder, ownKinds } from './own-kinds';
import { choosePrecision, computeName, precisionOf } from './precision';
import { stretches } from './prolonged';
import { fittedSplits, selectionSplit } from './protocol';
import { checkpointName } from './resolve-weights';
import { startOf } from './resume';
import {
  historyContent,
  type Pointer,
  type RunFolder,
  replaceRun,
  runFolder,
  settingsContent,
  writeHistory,
} from './run-folder';
import { ratesOf, schedules } from './schedules';
import type { Schedule } from './schedules/schedule';
import { selectionMetrics } from './selection-metrics';
import type { TrainOptions, TrainResult } from './train-options';
import { buildModel, type Model } from './trained-model';
import { diverged, nonEmpty, undescribed } from './trainer-faults';
import { type TrainingProgram, trainingProgram, type ValidationSums } from './training-program';
import { trainingTargets } from './training-targets';
import { environment } from './versions';

/** Images per validation step. */
const VALIDATION_BATCH = 128;
/** Maximum time between checkpoints, in milliseconds. */
const CHECKPOINT_INTERVAL = 5 * 60_000;

/**
 * Trains a network and writes a run: settings, history, checkpoints. On one CPU, the same settings and data give the
 * same weights, even if the run was killed and resumed.
 *
 * @throws {InputError} for an invalid setting, an existing run, a checkpoint that does not match, or an infinite loss
 */
export async function train(settings: Partial<Hyperparameters>, options: TrainOptions): Promise<TrainResult> {
  const folder = runFolder(settings.name ?? '', options.modelSaveDir);
  const chosen = hyperparameters(settings, { described: readNetwork(folder)?.network });
  const unlock = await lockFolder(folder.path);
  try {
    for (const path of [folder.path, folder.checkpoints]) finishWriting(path);
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
  /** Indices of the training and the validation images. */
  private readonly fitted: Int32Array;
  private readonly validation: Int32Array;
  private readonly fittedLabels: Uint8Array;
  private readonly classes: number;
  private readonly model: Model;
  private readonly program: TrainingProgram;
  private readonly log: Log;
  private readonly schedule: Schedule;
  private state: TrainingState;
  /** The epoch whose weights are in `checkpoints/best`. */
  private best: EpochRecord | undefined;
  private saved = Date.now();

  constructor(
    settings: Hyperparameters,
    private readonly folder: RunFolder,
    private readonly options: TrainOptions,
  ) {
    const data = limited(options.data, settings.limit);
    const chosen = settings.dataset === 'auto' ? { ...settings, dataset: options.data.name } : settings;
    this.chosen = chosen;
    this.validation = nonEmpty(data, selectionSplit(chosen.protocol));
    this.fitted = Int32Array.from(fittedSplits(chosen).flatMap((split) => [...nonEmpty(data, split)]));
    if (chosen.last_batch === 'drop' && chosen.bs > this.fitted.length)
      throw new InputError('bs', chosen.bs, `must be ≤ ${this.fitted.length} images where last_batch=drop`);
    const targets = trainingTargets(data, chosen);
    this.fittedLabels = Uint8Array.from(this.fitted, (i) => data.labels[i]);
    this.classes = data.classes.length;
    this.schedule = schedules.get(chosen.schedule);
    const build = networkBuilder(folder, chosen);
    const own = ownKinds(chosen, build, data);
    const { resumed, renames } = startOf(chosen, own, folder, data, options);
    const { compute, why } = resumed ? precisionOf(resumed.before) : choosePrecision(chosen.precision);
    this.model = buildModel(chosen, build, data, compute, resumed === undefined);
    let program: TrainingProgram | undefined;
    try {
      this.state = resumed ? restoreCheckpoint(folder.checkpoints, this.model.savable, resumed.checkpoint) : BEGINNING;
      const weights = classWeights(chosen, this.fittedLabels, data.classes.length);
      const parts = { model: this.model, data, targets, classWeights: weights, compute, settings: chosen };
      program = trainingProgram(parts, options);
      this.program = program;
      this.best = bestKept(folder.checkpoints, this.state.history, chosen);
      const at = { epoch: this.state.history.length, step: this.state.step };
      const prolonged = resumed && stretches(resumed.before, at, chosen.n_epochs);
      // The files change last, so that an earlier error leaves the existing run unchanged.
      const given = resumed?.before.environment ?? environment(data, compute, own.sources);
      // The history of a killed run may be ahead of its checkpoint.
      const files = {
        ...settingsContent(chosen, given, prolonged),
        ...networkContent(own.network),
        ...(resumed ? historyContent(this.state.history) : {}),
      };
      if (renames === undefined) changeTogether(folder.path, { write: { ...files, ...this.bestPointer() } });
      else {
        const write = { ...files, ...(resumed ? { checkpoints: this.branch() } : {}) };
        const place = replaceRun(folder, write); // not in the call below, whose arguments are evaluated only with a listener
        options.onNotice?.(`${renames} is now in ${place}`);
        this.reportLostBest();
      }
      if (networks.origin(chosen.network) === 'process' && !own.network) options.onNotice?.(undescribed(chosen));
      options.onNotice?.(`${chosen.network} computes in ${computeName(compute)}: ${why}`);
      this.log = openLog(folder, chosen.logger);
    } catch (error) {
      program?.dispose();
      this.model.dispose();
      throw error;
    }
  }

  /** `checkpoints/best` of a resumed run, if it must point to another epoch now. */
  private bestPointer(): FolderContent {
    return this.best ? { 'checkpoints/best': `${checkpointName(this.best.epoch)}\n` } : {};
  }

  /**
   * The `checkpoints/` of a run that resumes from an earlier epoch: those of that epoch and of the best epoch so far.
   */
  private branch(): FolderContent {
    const { history, step } = this.state;
    const last = checkpointName(history.length, step);
    const best = this.best ? checkpointName(this.best.epoch) : last;
    const kept = best === last ? {} : storedCheckpoint(this.folder.checkpoints, best);
    const own = checkpointContent(this.model.savable, this.state);
    const checkpoint = Object.fromEntries(Object.entries(own).map(([file, content]) => [`${last}/${file}`, content]));
    return { ...kept, ...checkpoint, best: `${best}\n`, last: `${last}\n` };
  }

  private reportLostBest(): void {
    const lost = keptEpoch(this.state.history, this.chosen);
    if (this.best && lost && lost !== this.best)
      this.options.onNotice?.(
        `epoch ${lost.epoch} was better, but its checkpoint was removed: the best one left is ${this.best.epoch}`,
      );
  }

  async finish(): Promise<TrainResult> {
    const { chosen, folder } = this;
    if (this.state.history.length > 0) {
      this.options.onEpoch?.(this.state.history); // shows the history of a resumed run at once
    }
    if (this.state.history.length >= chosen.n_epochs && chosen.n_epochs > 0) {
      this.options.onNotice?.(
        `${chosen.name} has finished its ${chosen.n_epochs} epochs; a larger n_epochs continues it`,
      );
    }
    while (this.state.history.length < chosen.n_epochs) {
      if (!(await this.epoch())) break;
    }
    const { history } = this.state;
    const interrupted = history.length < chosen.n_epochs;
    if (interrupted || history.length === 0) this.save(['last']);
    return { folder, options: chosen, history, best: this.best, interrupted };
  }

  dispose(): void {
    this.program.dispose();
    this.model.dispose();
  }

  /** Runs the rest of the current epoch, or the next one. Returns false if the signal stopped it. */
  private async epoch(): Promise<boolean> {
    const { chosen, options, program } = this;
    const { checkpointInterval: interval = CHECKPOINT_INTERVAL } = options;
    const epoch = this.state.history.length + 1;
    const order =
      chosen.sampling === 'balanced'
        ? balancedOrder(this.fittedLabels, chosen.seed, epoch)
        : shuffled(this.fitted.length, chosen.seed, epoch);
    const steps = batches(order, chosen.bs, chosen.last_batch);
    const began = Date.now() - this.state.seconds * 1000;
    const first = this.state.step;
    const resumed = Date.now();
    let seen = steps.slice(0, first).reduce((sum, batch) => sum + batch.length, 0);
    const before = seen;
    for (let step = first; step < steps.length; step++) {
      if (options.signal?.aborted) return false;
      const indices = steps[step].map((i) => this.fitted[i]);
      const at = { ...this.state, step, steps: steps.length };
      const done = program.train(indices, {
        key: keyOf(chosen.seed, epoch, step),
        rates: ratesOf(this.schedule, at, chosen),
        steps: this.state.history.length * steps.length + step,
      });
      if (!Number.isFinite(done.loss)) throw diverged(chosen, epoch, step);
      seen += indices.length;
      const sums = { loss: this.state.sums.loss + done.loss, correct: this.state.sums.correct + done.correct };
      this.state = { ...this.state, step: step + 1, sums, seconds: (Date.now() - began) / 1000 };
      const imagesPerSecond = (seen - before) / ((Date.now() - resumed) / 1000);
      const left = this.fitted.length * (chosen.n_epochs - epoch + 1) - seen;
      options.onProgress?.({
        epoch,
        epochs: chosen.n_epochs,
        step: step + 1,
        steps: steps.length,
        loss: sums.loss / seen,
        accuracy: sums.correct / seen,
        imagesPerSecond,
        secondsLeft: left / imagesPerSecond,
      });
      if (Date.now() - this.saved > interval) this.save(['last']);
      await setImmediate(); // processes timers, signals and the notebook's messages, unlike a microtask
    }
    const validation = await this.validate();
    const record: EpochRecord = {
      epoch,
      trainLoss: this.state.sums.loss / seen,
      trainAccuracy: this.state.sums.correct / seen,
      validationLoss: validation.loss / this.validation.length,
      validationAccuracy: validation.correct / this.validation.length,
      ...selectionMetrics(validation.confusion, this.classes),
      learningRate: ratesOf(this.schedule, { ...this.state, step: steps.length - 1, steps: steps.length }, chosen).rate,
      seconds: (Date.now() - began) / 1000,
    };
    this.finishEpoch([...this.state.history, record]);
    return true;
  }

  private async validate(): Promise<ValidationSums> {
    let loss = 0;
    let correct = 0;
    let confusion: Float32Array | undefined;
    const size = Math.min(VALIDATION_BATCH, this.validation.length);
    for (const batch of batches(this.validation, size)) {
      const sums = this.program.validate(padded(batch, size), batch.length);
      loss += sums.loss;
      correct += sums.correct;
      confusion = sums.confusion?.map((count, k) => count + (confusion?.[k] ?? 0));
      await setImmediate();
    }
    return { loss, correct, confusion };
  }

  private finishEpoch(history: readonly EpochRecord[]): void {
    const { chosen, folder, options } = this;
    this.state = { history, step: 0, sums: { loss: 0, correct: 0 }, seconds: 0 };
    const epoch = history.length;
    const record = history[epoch - 1];
    const isBest = keptEpoch(this.best ? [this.best, record] : [record], chosen) === record;
    if (isBest) this.best = record;
    if (isBest || epoch % chosen.save_freq === 0 || epoch === chosen.n_epochs) {
      this.save(isBest ? ['best', 'last'] : ['last']);
    } else writeHistory(folder, history);
    this.log(record);
    options.onEpoch?.(history);
  }

  private save(pointers: readonly Pointer[]): void {
    const { checkpoints } = this.folder;
    const { save_freq, keep } = this.chosen;
    const since = keep === 0 ? 0 : this.state.history.length - keep * save_freq;
    const before = namedCheckpoints(checkpoints);
    this.program.pull();
    saveCheckpoint(checkpoints, this.model.savable, this.state, pointers, historyContent(this.state.history));
    pruneCheckpoints(checkpoints, (epoch, name) => {
      if (epoch % save_freq === 0) return epoch > since;
      return keep === 0 && !before.has(name); // kept because of an earlier save_freq
    });
    this.saved = Date.now();
  }
}
