import type { Split } from '../data/dataset';
import type { EvaluateOptions, EvaluateResult } from '../evaluation/evaluate';
import type { OpenCheckpointOptions, OpenedCheckpoint } from '../evaluation/open-checkpoint';
import type { OpenedReader, OpenReaderOptions } from '../photos/open-reader';
import type { EpochRecord } from '../training/history';
import type { Hyperparameters } from '../training/hyperparameters';
import { selectionSplit, validationViews } from '../training/protocol';
import { type RunFolder, readHistory, readSettings, runFolder, selectionOf } from '../training/run-folder';
import { Classifier, type OpenClassifierOptions } from './classifier';
import type { ExplainedRun, ExplainRunOptions } from './explain-run';
import type { ExportOptions } from './export-run';
import type { RecordOptions } from './record-run';

export type { EvaluateSettings } from '../evaluation/evaluate';

export type OpenRunOptions = OpenClassifierOptions;

/**
 * Opens a trained or imported run. Its data are loaded when first needed.
 *
 * @param name of the run, and of its folder below `outputs/`
 * @throws {InputError} if there is no such run, or its settings are damaged
 * @example
 * const run = openRun('my_vgg');
 * const { evaluation } = await run.evaluate({ views: 'center' });
 */
export function openRun(name: string, options: OpenRunOptions = {}): Run {
  const folder = runFolder(name, options.model_save_dir);
  readSettings(folder); // so that a missing run is reported now
  return new Run(name, folder, options);
}

/** A run on disk. Its properties are read from its files at each access. */
export class Run extends Classifier {
  /** The run's hyperparameters. */
  get settings(): Hyperparameters {
    return readSettings(this.folder).options;
  }

  /** The split that selected the best epoch; unknown for imported weights. */
  get selection(): Split | 'unknown' {
    return selectionOf(readSettings(this.folder));
  }

  /** The finished epochs. */
  get history(): EpochRecord[] {
    return readHistory(this.folder);
  }

  /** Evaluates it as the validation after each epoch does: on the selection split, with the views of the training. */
  async validate(options: Omit<EvaluateOptions, 'data' | 'split' | 'views' | 'ferplus'> = {}): Promise<EvaluateResult> {
    this.requireNetworks();
    const { settings } = this;
    const given = { ...options, split: selectionSplit(settings.protocol), views: validationViews(settings) };
    const data = await this.data();
    const { evaluate } = await import('../evaluation/evaluate');
    return evaluate(this.folder, { ...given, data });
  }

  /**
   * The network with the weights of a checkpoint, and the images of a split. The caller disposes the network.
   * @throws {InputError} if there is no such checkpoint, or the data differ from those of the training
   */
  async checkpoint(options: Omit<OpenCheckpointOptions, 'data'> = {}): Promise<OpenedCheckpoint> {
    this.requireNetworks();
    const data = await this.data();
    const { openCheckpoint } = await import('../evaluation/open-checkpoint');
    return openCheckpoint(this.folder, { data, ...options });
  }

  /** Explains it: all saliency figures of a split, and the checks of the maps. */
  async explain(options: Omit<ExplainRunOptions, 'data'> = {}): Promise<ExplainedRun> {
    this.requireNetworks();
    const data = await this.data();
    const { explainRun } = await import('./explain-run');
    return explainRun(this.folder, { onNotice: this.options.onNotice, ...options, data });
  }

  /** Opens it to classify the faces of photos; see `openReader`. The caller disposes the reader. */
  async reader(options: Omit<OpenReaderOptions, 'data'> = {}): Promise<OpenedReader> {
    const { openReader } = await import('../photos/open-reader');
    return openReader(this.folder, { onNotice: this.options.onNotice, ...options, data: () => this.data() });
  }

  /** Writes its network for other programs, with a model card; see `exportRun`. @returns the files' paths */
  async export(options: ExportOptions = {}): Promise<string[]> {
    this.requireNetworks();
    const { exportRun } = await import('./export-run');
    return exportRun(this.folder, options);
  }

  /** Publishes it in `results/`; see `recordRun`. @returns the record's folder */
  async record(options: Omit<RecordOptions, 'data'> = {}): Promise<RunFolder> {
    this.requireNetworks();
    const data = await this.data();
    const { recordRun } = await import('./record-run');
    return recordRun(this.folder, { ...options, data, ferplus: options.ferplus ?? this.installedVotes(data) });
  }
}
