import type { Split } from '../data/dataset';
import { type OpenCheckpointOptions, type OpenedCheckpoint, openCheckpoint } from '../evaluation/open';
import { type OpenedReader, type OpenReaderOptions, openReader } from '../photos/open-reader';
import type { EpochRecord } from '../training/history';
import type { Hyperparameters } from '../training/hyperparameters';
import { readHistory, readSettings, runFolder, selectionOf } from '../training/run-folder';
import { Classifier, type OpenClassifierOptions } from './classifier';
import { type ExportOptions, exportRun } from './export';

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
  const folder = runFolder(name, options.folder);
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

  /**
   * The network with the weights of a checkpoint, and the images of a split. The caller disposes the network.
   * @throws {InputError} if there is no such checkpoint, or the data differ from those of the training
   */
  async checkpoint(options: Omit<OpenCheckpointOptions, 'data'> = {}): Promise<OpenedCheckpoint> {
    return openCheckpoint(this.folder, { data: await this.data(), ...options });
  }

  /** Opens it to classify the faces of photos; see `openReader`. The caller disposes the reader. */
  reader(options: Omit<OpenReaderOptions, 'data'> = {}): Promise<OpenedReader> {
    const { onNotice } = this.options;
    return openReader(this.folder, { onNotice, ...options, data: () => this.data() });
  }

  /** Writes its network for other programs, with a model card; see {@link exportRun}. @returns the files' paths */
  export(options: ExportOptions = {}): Promise<string[]> {
    return exportRun(this.folder, options);
  }
}
