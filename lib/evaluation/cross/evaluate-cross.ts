import { count, type Dataset, type EvaluatedSplit, imagesAt, indicesOf, SPLITS, type Split } from '../../data/dataset';
import type { ClassifierFolder } from '../classifiers/classifier-folder';
import { openForSplit } from '../classifiers/open-for-split';
import type { ClassifierImages, OpenedClassifier } from '../classifiers/opened-classifier';
import { findCopies, withoutCopies } from '../copies';
import type { EvaluateOptions, EvaluateResult } from '../evaluate';
import { wilson } from '../intervals';
import { type Evaluation, measure, type Predictions, WITHOUT_PROBABILITIES } from '../metrics';
import { findEvaluation, writeEvaluation } from '../stored';
import type { WithoutCopies } from '../subset-accuracies';
import type { CrossFacts, SharedAccuracy } from './cross-facts';
import { crossFolder } from './cross-folder';
import { CROSS_SPLIT, crossImages } from './cross-images';
import type { TrainedShape } from './trained-shape';

export interface EvaluateCrossOptions
  extends Pick<ClassifierImages, 'epoch' | 'views'>,
    Pick<EvaluateOptions, 'copies' | 'signal' | 'onProgress' | 'onAudit'> {
  /** The other data set, with images of the network's size. */
  readonly data: Dataset;
  readonly split: EvaluatedSplit;
  /** Classes and data set of the training. */
  readonly trained: TrainedShape;
  /** Whether the initial weights may have been trained on the other data set. @default false */
  readonly isKnown?: boolean;
  /** The images of the training, to find copies of them in the other data. @default copies are not searched */
  readonly training?: Dataset;
}

/**
 * Evaluates a classifier on a data set that it was not trained on. Images whose class the network does not know are left
 * out; the network keeps all of its classes, so a prediction of a class that the data lack is wrong. Writes
 * `evaluation/DATASET/SPLIT.json` and its predictions, and leaves the evaluations on the classifier's own data alone.
 *
 * @throws {InputError} if there is no such classifier or checkpoint, or it shares no class with the data
 */
export async function evaluateCross(folder: ClassifierFolder, options: EvaluateCrossOptions): Promise<EvaluateResult> {
  const { data, split, trained, signal, onProgress, epoch, views } = options;
  const { images, sha256, size, ...found } = crossImages(data, trained.classes, split);
  const chosen = { data: images, split: CROSS_SPLIT, epoch, views, isOther: true } as const;
  const opened = await openForSplit(folder, chosen);
  try {
    const predictions = await opened.predict({ signal, onProgress });
    const isRestricted = found.absent.length > 0 && !opened.labelsOnly;
    const cross: CrossFacts = {
      dataset: data.name,
      trained_on: trained.name,
      ...found,
      among_shared: isRestricted ? amongShared(predictions, found.shared) : undefined,
    };
    const { crops, epoch, step, fitted, selected_on, labelsOnly } = opened;
    const evaluation: Evaluation = {
      split,
      ...measure(predictions, found.shared),
      ...(labelsOnly ? WITHOUT_PROBABILITIES : {}),
      split_size: count(images) < size ? size : undefined,
      sha256,
      ...{ crops, epoch, step },
      fitted: fitted && [],
      selected_on: selected_on === 'unknown' || options.isKnown ? 'unknown' : null,
      without_copies: await withoutTrainingImages(images, predictions, opened, options),
      cross,
    };
    const place = crossFolder(folder, data.name);
    const before = findEvaluation(place, split);
    writeEvaluation(place, { evaluation, predictions, rows: images.rows }, opened.content);
    return { evaluation, predictions, images, before, folder: place };
  } finally {
    opened.dispose();
  }
}

/** Accuracy if the class with the highest probability is chosen among some classes only. */
function amongShared({ classes, labels, probabilities }: Predictions, shared: readonly string[]): SharedAccuracy {
  const places = shared.map((name) => classes.indexOf(name));
  let hits = 0;
  labels.forEach((label, i) => {
    const row = probabilities.subarray(i * classes.length, (i + 1) * classes.length);
    const best = places.reduce((first, k) => (row[k] > row[first] ? k : first));
    if (best === label) hits++;
  });
  return { top1: hits / labels.length, interval: wilson(hits, labels.length) };
}

/** The accuracy without images that the network was fitted to or selected on, or copies of them. */
async function withoutTrainingImages(
  images: Dataset,
  predictions: Predictions,
  { fitted = ['Training'], selected_on }: OpenedClassifier,
  { training, copies = 'exact', signal, onAudit }: EvaluateCrossOptions,
): Promise<WithoutCopies | undefined> {
  if (training === undefined || training.size !== images.size) return undefined;
  const used = SPLITS.filter((split) => fitted.includes(split) || split === selected_on);
  const joint = joined(training, used, images);
  const groups = await findCopies(joint, copies, { signal, onProgress: onAudit });
  return { ...withoutCopies(joint, CROSS_SPLIT, predictions, ['Training'], groups), fitted: used };
}

/** The images of some splits as Training, and the others as they are. */
function joined(training: Dataset, used: readonly Split[], images: Dataset): Dataset {
  const known = imagesAt(
    training,
    used.flatMap((split) => [...indicesOf(training, split)]),
  );
  const n = count(known) + count(images);
  const both = (a: Uint8Array, b: Uint8Array) => Uint8Array.from(Buffer.concat([a, b]));
  return {
    ...images,
    name: `${training.name} and ${images.name}`,
    images: both(known.images, images.images),
    labels: both(known.labels, images.labels),
    splits: both(new Uint8Array(count(known)).fill(SPLITS.indexOf('Training')), images.splits),
    rows: Uint32Array.from({ length: n }, (_, i) => i),
  };
}
