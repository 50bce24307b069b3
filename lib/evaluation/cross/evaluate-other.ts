import { InputError } from '../../core/errors';
import type { Dataset, EvaluatedSplit } from '../../data/dataset';
import { load } from '../../data/load-dataset';
import { loadForEvaluation } from '../../data/load-for-evaluation';
import { dataOptions } from '../../training/data-shape';
import { hasRun } from '../../training/run-folder';
import { type ClassifierFolder, classifierFolder } from '../classifiers/classifier-folder';
import { type ClassifierSettings, classifierSettings, memberFolders } from '../classifiers/classifier-settings';
import type { EvaluateResult } from '../evaluate';
import { imagesOf } from '../same-images';
import { type EvaluateCrossOptions, evaluateCross } from './evaluate-cross';
import { isOwnData } from './own-data';
import { trainedShape } from './trained-shape';

export interface OtherData {
  /** Name of the data set, or a folder of images. */
  readonly dataset: string;
  /** File, archive or folder with the data. @default the data set's folder in `datasets/` */
  readonly path?: string;
  /** @default the test split that papers report, or all images if the publisher named none */
  readonly split?: EvaluatedSplit;
  /** Receives a line about what was loaded, assumed and skipped. */
  readonly onNotice?: (line: string) => void;
}

/**
 * Loads another data set, with images of the classifier's size, and evaluates the classifier on it.
 * @throws {InputError} if the data is missing or damaged, or a member of an ensemble was trained on it, and as
 *   {@link evaluateCross} does
 */
export async function evaluateOther(
  folder: ClassifierFolder,
  options: OtherData & Omit<EvaluateCrossOptions, 'data' | 'split' | 'trained' | 'training' | 'isKnown'>,
): Promise<EvaluateResult> {
  const { dataset, path, split, onNotice, ...others } = options;
  const trained = trainedShape(folder);
  const settings = memberFolders(folder).map(classifierSettings);
  const own = settings.find((each) => isOwnData(each, dataset));
  if (own) throw new InputError('dataset', dataset, `is that of ${own.name}: evaluate the members one by one`);
  const { data, usual } = await loadForEvaluation({ dataset, path, onNotice, image_size: trained.size });
  const training = await trainingImages(settings.find(hasTraining) ?? settings[0], onNotice);
  const isKnown = settings.some((each) => wasPretrainedOn(each, dataset));
  return evaluateCross(folder, { ...others, data, split: split ?? usual, trained, training, isKnown });
}

function hasTraining({ run }: ClassifierSettings): boolean {
  return run !== undefined && !run.environment.imported;
}

/** Whether the initial weights of a run, or those of that run, were trained on a data set. */
function wasPretrainedOn({ run }: ClassifierSettings, dataset: string): boolean {
  if (!run?.options.pretrained) return false;
  const { pretrained } = run.options;
  const folder = classifierFolder(pretrained);
  if (!hasRun(folder)) return true; // unknown, so assume that they were
  const before = classifierSettings(folder);
  return isOwnData(before, dataset) || wasPretrainedOn(before, dataset);
}

/** The images of a run's training; if they are not available, a line says what is then left out. */
async function trainingImages(
  { data, run }: ClassifierSettings,
  onNotice?: (line: string) => void,
): Promise<Dataset | undefined> {
  if (run === undefined || run.environment.imported) {
    onNotice?.('copies of training images are not searched: the training images are unknown');
    return undefined;
  }
  try {
    return imagesOf(run, await load(dataOptions(data)));
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    onNotice?.(`copies of training images are not searched: ${error.message}`);
    return undefined;
  }
}
