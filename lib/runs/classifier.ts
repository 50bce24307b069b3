import { basename } from 'node:path';
import { InputError } from '../core/errors';
import type { Dataset, EvaluatedSplit } from '../data/dataset';
import { installedFerPlus, load } from '../data/load-dataset';
import { type ClassifierFolder, classifierFolder } from '../evaluation/classifiers/place';
import { classifierSettings, memberFolders } from '../evaluation/classifiers/settings';
import { crossEvaluations, crossFolder } from '../evaluation/cross/cross-folder';
import { evaluateOther } from '../evaluation/cross/evaluate-other';
import { isOwnData } from '../evaluation/cross/own-data';
import { type EvaluateOptions, type EvaluateResult, type EvaluateSettings, evaluate } from '../evaluation/evaluate';
import { evaluatedSplits, readEvaluation, type StoredEvaluation } from '../evaluation/stored';
import type { Figure } from '../figures/figure';
import { type RunFiguresOptions, runFigures } from '../figures/run-figures';
import { writeReport } from '../report';

export interface OpenClassifierOptions {
  /** Its folder. @default `outputs/NAME` */
  readonly folder?: string;
  /** Current path of its data. @default the path during training or import */
  readonly path?: string;
  /** Receives a line about the data when it is loaded. */
  readonly onNotice?: (line: string) => void;
}

/**
 * Opens anything whose class probabilities can be evaluated: a run, imported predictions, or an ensemble. Its data is
 * loaded when it is first needed.
 *
 * @param name of the run or import, which is that of its folder below `outputs/`; `a,b,c` is the ensemble of a, b and c
 * @throws {InputError} if there is no such classifier, or its record is damaged
 * @example
 * const ensemble = openClassifier('vgg0,vgg1,vgg2');
 * const { evaluation } = await ensemble.evaluate({ split: 'PrivateTest' });
 */
export function openClassifier(name: string, options: OpenClassifierOptions = {}): Classifier {
  const folder = classifierFolder(name, options.folder);
  for (const member of memberFolders(folder)) classifierSettings(member); // reports a missing one now
  return new Classifier(folder.members ? basename(folder.path) : name, folder, options);
}

/** A classifier on disk. Its properties are read from its files at each access. */
export class Classifier {
  private loaded: Promise<Dataset> | undefined;

  constructor(
    readonly name: string,
    readonly folder: ClassifierFolder,
    protected readonly options: OpenClassifierOptions,
  ) {}

  /** The data set that it was trained or evaluated on, all splits. @throws {InputError} if there is none at its place */
  data(): Promise<Dataset> {
    const { data } = classifierSettings(memberFolders(this.folder)[0]);
    const { path = data.path, onNotice } = this.options;
    this.loaded ??= load({ ...data, path, onNotice });
    return this.loaded;
  }

  /**
   * Evaluates it on a split, with FER+'s votes if they are installed; see {@link evaluate}. With `dataset`, evaluates it on
   * that data set instead; see {@link evaluateCross}.
   */
  async evaluate(
    options: EvaluateSettings & Omit<EvaluateOptions, 'data' | keyof EvaluateSettings> = {},
  ): Promise<EvaluateResult> {
    const { onNotice } = this.options;
    const { dataset, path, split, ...others } = options;
    const own = classifierSettings(memberFolders(this.folder)[0]);
    if (dataset !== undefined && !isOwnData(own, dataset))
      return evaluateOther(this.folder, { ...others, dataset, path, split, onNotice });
    if (split === 'all') throw new InputError('split', split, 'must be used with another data set');
    const data = await this.data();
    const ferplus = installedFerPlus(data, { onNotice });
    return evaluate(this.folder, { data, ferplus, ...others, split });
  }

  /**
   * The stored evaluation of a split.
   * @param dataset name of another data set
   * @throws {InputError} if there is none
   */
  evaluation(split: EvaluatedSplit, dataset?: string): StoredEvaluation {
    return readEvaluation(dataset === undefined ? this.folder : crossFolder(this.folder, dataset), split);
  }

  /** The stored evaluations on other data sets. */
  get crossEvaluations(): StoredEvaluation[] {
    return crossEvaluations(this.folder);
  }

  /** The splits that have a stored evaluation. */
  get evaluatedSplits(): EvaluatedSplit[] {
    return evaluatedSplits(this.folder);
  }

  /** Figures of its evaluations, and of a run's history, by name. */
  figures(options?: RunFiguresOptions): Record<string, Figure> {
    return runFigures(this.folder, options ?? { splits: this.evaluatedSplits });
  }

  /** Writes one page about it, as HTML and PDF. @returns the files' paths */
  async report(): Promise<string[]> {
    return writeReport(this.folder, await this.data());
  }
}
