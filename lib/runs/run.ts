import type { Dataset, Split } from '../data/dataset';
import { installedFerPlus, load } from '../data/load-dataset';
import { type EvaluateOptions, type EvaluateResult, evaluate } from '../evaluation/evaluate';
import { type OpenCheckpointOptions, type OpenedCheckpoint, openCheckpoint } from '../evaluation/open';
import { evaluatedSplits, readEvaluation, type StoredEvaluation } from '../evaluation/stored';
import type { Figure } from '../figures/figure';
import { type RunFiguresOptions, runFigures } from '../figures/run-figures';
import { writeReport } from '../report';
import { dataOptions } from '../training/data-shape';
import type { EpochRecord } from '../training/history';
import type { Hyperparameters } from '../training/hyperparameters';
import { type RunFolder, readHistory, readSettings, runFolder, selectionOf } from '../training/run-folder';
import { type ExportOptions, exportRun } from './export';

export type { EvaluateSettings } from '../evaluation/evaluate';

export interface OpenRunOptions {
  /** Folder of the run. @default `outputs/NAME` */
  readonly folder?: string;
  /** Path of the data set. @default its path during training */
  readonly path?: string;
  /** Receives a line about the data when they are loaded. */
  readonly onNotice?: (line: string) => void;
}

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
export class Run {
  private loaded: Promise<Dataset> | undefined;

  constructor(
    readonly name: string,
    readonly folder: RunFolder,
    private readonly options: OpenRunOptions,
  ) {}

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

  /** The data set of the run, with all splits. @throws {InputError} if it cannot be found */
  data(): Promise<Dataset> {
    const { path = this.settings.path, onNotice } = this.options;
    this.loaded ??= load({ ...dataOptions(this.settings), path, onNotice });
    return this.loaded;
  }

  /**
   * The network with the weights of a checkpoint, and the images of a split. The caller disposes the network.
   * @throws {InputError} if there is no such checkpoint, or the data differ from those of the training
   */
  async checkpoint(options: Omit<OpenCheckpointOptions, 'data'> = {}): Promise<OpenedCheckpoint> {
    return openCheckpoint(this.folder, { data: await this.data(), ...options });
  }

  /** Evaluates the run on a split, with FER+ votes if they are installed; see {@link evaluate}. */
  async evaluate(options: Omit<EvaluateOptions, 'data'> = {}): Promise<EvaluateResult> {
    const data = await this.data();
    const ferplus = installedFerPlus(data, { onNotice: this.options.onNotice });
    return evaluate(this.folder, { data, ferplus, ...options });
  }

  /** The stored evaluation of a split. @throws {InputError} if there is none */
  evaluation(split: Split): StoredEvaluation {
    return readEvaluation(this.folder, split);
  }

  /** Splits with a stored evaluation. */
  get evaluatedSplits(): Split[] {
    return evaluatedSplits(this.folder);
  }

  /** Figures of the run's history and evaluations, by name. */
  figures(options?: RunFiguresOptions): Record<string, Figure> {
    return runFigures(this.folder, options ?? { splits: this.evaluatedSplits });
  }

  /** Writes the network for other programs, with a model card; see `exportRun`. @returns paths of the files */
  export(options: ExportOptions = {}): Promise<string[]> {
    return exportRun(this.folder, options);
  }

  /** Writes a one-page report about the run, as HTML and PDF. @returns paths of the files */
  async report(): Promise<string[]> {
    return writeReport(this.folder, await this.data());
  }
}
