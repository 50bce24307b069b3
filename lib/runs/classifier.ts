import { basename } from 'node:path';
import { InputError } from '../core/errors';
import type { Dataset, EvaluatedSplit } from '../data/dataset';
import { installedFerPlus, load } from '../data/load-dataset';
import { type ClassifierFolder, classifierFolder } from '../evaluation/classifiers/classifier-folder';
import {
  type ClassifierSettings,
  classifierSettings,
  memberFolders,
} from '../evaluation/classifiers/classifier-settings';
import { crossEvaluations, evaluationFolder } from '../evaluation/cross/cross-folder';
import { isOwnData } from '../evaluation/cross/own-data';
import type { EvaluateOptions, EvaluateResult, EvaluateSettings } from '../evaluation/evaluate';
import { imagesOf } from '../evaluation/same-images';
import { evaluatedSplits, readEvaluation, type StoredEvaluation } from '../evaluation/stored';
import { evaluationFigures } from '../figures/evaluation-figures';
import type { Figure } from '../figures/figure';
import { type RunFiguresOptions, runFigures } from '../figures/run-figures';
import { writeReport } from '../report';
import { requireRunNetwork } from '../training/own-kinds';

export interface OpenClassifierOptions {
  /** Its folder. @default `outputs/NAME` */
  readonly model_save_dir?: string;
  /** Current path of its data. @default the path during training or import */
  readonly path?: string;
  /** Its data set with all splits, if it is loaded already. @default loaded when first needed */
  readonly data?: Dataset;
  /** Receives messages of one line, for example about the data. */
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
  const folder = classifierFolder(name, options.model_save_dir);
  for (const member of memberFolders(folder)) classifierSettings(member); // reports a missing one now
  return new Classifier(folder.members ? basename(folder.path) : name, folder, options);
}

/**
 * A classifier on disk. Its properties are read from its files at each access. TensorFlow is loaded by the methods that
 * need it, after they have checked what can be checked without it.
 */
export class Classifier {
  private loaded: Promise<Dataset> | undefined;

  constructor(
    readonly name: string,
    readonly folder: ClassifierFolder,
    protected readonly options: OpenClassifierOptions,
  ) {
    this.loaded = options.data && Promise.resolve(options.data);
  }

  /** The number of first images of each split that it uses; 0 for all. */
  get limit(): number {
    return this.firstMember().limit;
  }

  /**
   * The data set that it was trained or evaluated on, all splits.
   * @throws {InputError} if there is none at its place
   */
  data(): Promise<Dataset> {
    const { data } = this.firstMember();
    const { path = data.path, onNotice } = this.options;
    this.loaded ??= load({ ...data, path, onNotice });
    return this.loaded;
  }

  /**
   * The images that it was trained or evaluated on, for galleries; undefined, with a notice, if they are not available.
   * @throws {InputError} if a `path` was given that does not hold them
   */
  async availableImages(): Promise<Dataset | undefined> {
    const { data: place, run } = this.firstMember();
    const { path = place.path, onNotice } = this.options;
    try {
      const data = await this.data();
      return run ? imagesOf(run, data) : data;
    } catch (error) {
      if (path !== place.path || !(error instanceof InputError)) throw error;
      onNotice?.(`no galleries: ${error.message}`);
      return undefined;
    }
  }

  /**
   * Evaluates it on a split, by default with FER+'s votes if they are installed; see {@link evaluate}. With `dataset`,
   * evaluates it on that data set instead, with the images whose class it knows; it keeps all of its classes.
   *
   * @throws {InputError} if the data is missing, has no such images, or FER+'s votes are given for another data set
   */
  async evaluate(
    options: EvaluateSettings & Omit<EvaluateOptions, 'data' | keyof EvaluateSettings> = {},
  ): Promise<EvaluateResult> {
    this.requireNetworks();
    const { onNotice } = this.options;
    const { dataset, path, split, ferplus, ...others } = options;
    const own = this.firstMember();
    if (dataset !== undefined && !isOwnData(own, dataset)) {
      if (ferplus) throw new InputError('ferplus', dataset, 'must not be given for another data set');
      const { evaluateOther } = await import('../evaluation/cross/evaluate-other');
      return evaluateOther(this.folder, { ...others, dataset, path, split, onNotice });
    }
    if (split === 'all') throw new InputError('split', split, 'must be used with another data set');
    const data = path === undefined ? await this.data() : await load({ ...own.data, path, onNotice });
    const { evaluate } = await import('../evaluation/evaluate');
    return evaluate(this.folder, { ...others, data, split, ferplus: ferplus ?? this.installedVotes(data) });
  }

  /**
   * The stored evaluation of a split.
   * @param dataset data set that it was evaluated on @default its own
   * @throws {InputError} if there is none
   */
  evaluation(split: EvaluatedSplit, dataset?: string): StoredEvaluation {
    return readEvaluation(evaluationFolder(this.folder, dataset), split);
  }

  /** The stored evaluations on other data sets. */
  get crossEvaluations(): StoredEvaluation[] {
    return crossEvaluations(this.folder);
  }

  /** The splits that have a stored evaluation. */
  get evaluatedSplits(): EvaluatedSplit[] {
    return evaluatedSplits(this.folder);
  }

  /**
   * Figures of its evaluations, by default of all of them, and of a run's history, by name.
   * @param options.dataset another data set, whose evaluations to draw @default its own
   */
  figures(options: Partial<RunFiguresOptions> & { readonly dataset?: string } = {}): Record<string, Figure> {
    const { dataset, ...others } = options;
    const folder = evaluationFolder(this.folder, dataset);
    const splits = others.splits ?? evaluatedSplits(folder);
    if (folder === this.folder) return runFigures(folder, { ...others, splits });
    const drawn = splits.map((split) => evaluationFigures(readEvaluation(folder, split), others));
    return Object.assign({}, ...drawn);
  }

  /**
   * Writes one page about it, as HTML and PDF, with a gallery if its images are available.
   * @returns the files' paths
   */
  async report(): Promise<string[]> {
    return writeReport(this.folder, await this.availableImages());
  }

  /** @throws {InputError} for a run whose network is unknown to this process or has changed */
  protected requireNetworks(): void {
    for (const member of memberFolders(this.folder)) {
      const { run } = classifierSettings(member);
      if (run) requireRunNetwork(member, run);
    }
  }

  /** FER+'s votes on the data, if they are installed; otherwise a notice. */
  protected installedVotes(data: Dataset) {
    return installedFerPlus(data, { onNotice: this.options.onNotice });
  }

  /** Settings of the classifier; of an ensemble, of its first member, whose data and limit apply to all. */
  protected firstMember(): ClassifierSettings {
    return classifierSettings(memberFolders(this.folder)[0]);
  }
}
