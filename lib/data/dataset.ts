import { createHash } from 'node:crypto';

/** The seven emotions in the order of FER2013's labels, which every table and figure keeps. */
export const EMOTIONS = ['Angry', 'Disgust', 'Fear', 'Happy', 'Sad', 'Surprise', 'Neutral'] as const;
/** Name of one of the seven emotions. */
export type Emotion = (typeof EMOTIONS)[number];

/** FER2013's splits, by the names in its file. */
export const SPLITS = ['Training', 'PublicTest', 'PrivateTest'] as const;
/** Name of a split. */
export type Split = (typeof SPLITS)[number];

/** What an evaluation may cover: a split, or for classifiers of other data all images. */
export const EVALUATED_SPLITS = [...SPLITS, 'all'] as const;
export type EvaluatedSplit = (typeof EVALUATED_SPLITS)[number];

/** Width and height of every image, in pixels. */
export const SIZE = 48;
/** Pixels (bytes) in an image. */
export const PIXELS = SIZE * SIZE;

/** Labelled gray images as columns: entry `i` of each column belongs to image `i`. */
export interface Dataset {
  /** Name in figures and logs, such as `fer2013`. */
  readonly name: string;
  /** The names of the classes, in the order of their labels. */
  readonly classes: readonly string[];
  /** Width and height of every image, in pixels. */
  readonly size: number;
  /** Gray values 0–255, `[n, size, size]` by rows. */
  readonly images: Uint8Array;
  /** Index into {@link classes}, `[n]`. */
  readonly labels: Uint8Array;
  /** Index into {@link SPLITS}, `[n]`. */
  readonly splits: Uint8Array;
  /** Row in the source, from 0, `[n]`; the row in the official fer2013.csv if all images of a copy were found there. */
  readonly rows: Uint32Array;
}

/** The number of images. */
export function count(dataset: Dataset): number {
  return dataset.labels.length;
}

/** Pixels (bytes) of an image. */
export function pixelCount({ size }: Pick<Dataset, 'size'>): number {
  return size * size;
}

/** The gray values of image `index`, as a view, `[size, size]`. */
export function pixelsAt(dataset: Pick<Dataset, 'images' | 'size'>, index: number): Uint8Array {
  const pixels = pixelCount(dataset);
  return dataset.images.subarray(index * pixels, (index + 1) * pixels);
}

/** The images at `indices`, copied, in that order. */
export function imagesAt(dataset: Dataset, indices: ArrayLike<number>): Dataset {
  const { name, classes, size } = dataset;
  const images = new Uint8Array(indices.length * pixelCount(dataset));
  for (let i = 0; i < indices.length; i++) images.set(pixelsAt(dataset, indices[i]), i * pixelCount(dataset));
  return {
    name,
    classes,
    size,
    images,
    labels: Uint8Array.from(indices, (i) => dataset.labels[i]),
    splits: Uint8Array.from(indices, (i) => dataset.splits[i]),
    rows: Uint32Array.from(indices, (i) => dataset.rows[i]),
  };
}

/**
 * The images of several data sets of the same classes and size after one another, with rows that count from 0; the name
 * is the first one's.
 */
export function concatenated(parts: readonly Dataset[]): Dataset {
  const total = parts.reduce((sum, part) => sum + count(part), 0);
  const rows = Uint32Array.from({ length: total }, (_, i) => i);
  if (parts.length === 1) return { ...parts[0], rows };
  const joined = (column: 'images' | 'labels' | 'splits', size: number) => {
    const values = new Uint8Array(total * size);
    let at = 0;
    for (const part of parts) {
      values.set(part[column], at);
      at += part[column].length;
    }
    return values;
  };
  const [{ name, classes, size }] = parts;
  const images = joined('images', pixelCount(parts[0]));
  return { name, classes, size, images, labels: joined('labels', 1), splits: joined('splits', 1), rows };
}

/** Indices of the images of a split, in the order of the source. */
export function indicesOf(dataset: Dataset, split: Split): Int32Array {
  const wanted = SPLITS.indexOf(split);
  const indices: number[] = [];
  for (let i = 0; i < count(dataset); i++) if (dataset.splits[i] === wanted) indices.push(i);
  return Int32Array.from(indices);
}

/** One split, in the order of the source. */
export function select(dataset: Dataset, split: Split): Dataset {
  return imagesAt(dataset, indicesOf(dataset, split));
}

/** The first `limit` images of each split; 0 keeps all. */
export function limited(dataset: Dataset, limit: number): Dataset {
  if (limit === 0) return dataset;
  const kept = SPLITS.flatMap((split) => Array.from(indicesOf(dataset, split).subarray(0, limit)));
  return imagesAt(dataset, kept);
}

/** The first `each` images of every class, class by class. */
export function examples(dataset: Dataset, each: number): Dataset {
  const found: number[][] = dataset.classes.map(() => []);
  dataset.labels.forEach((label, i) => {
    if (found[label].length < each) found[label].push(i);
  });
  return imagesAt(dataset, found.flat());
}

/** The number of images in each split. */
export function splitCounts(dataset: Dataset): Record<Split, number> {
  const counts: Record<Split, number> = { Training: 0, PublicTest: 0, PrivateTest: 0 };
  for (const split of dataset.splits) counts[SPLITS[split]]++;
  return counts;
}

/** Images of each class, in the order of {@link Dataset.classes}. */
export function classCounts(dataset: Pick<Dataset, 'classes' | 'labels'>): number[] {
  const counts: number[] = dataset.classes.map(() => 0);
  for (const label of dataset.labels) counts[label]++;
  return counts;
}

/** SHA-256 over images, labels and splits: data sets with the same hash train the same network. */
export function hash(dataset: Dataset): string {
  const sha = createHash('sha256');
  for (const column of [dataset.images, dataset.labels, dataset.splits]) sha.update(column);
  return sha.digest('hex');
}
