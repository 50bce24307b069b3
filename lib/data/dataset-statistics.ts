import { classCounts, count, type Dataset, pixelCount, pixelsAt, SPLITS, type Split, select } from './dataset';

/** A row of {@link splitTable}: images of the split, and of each class by its name. */
export type SplitRow = { readonly split: Split | 'all'; readonly images: number } & Readonly<
  Record<string, number | string>
>;

/** Number of images by split and class, with totals. */
export function splitTable(dataset: Dataset): SplitRow[] {
  const row = (split: Split | 'all', images: Dataset): SplitRow => {
    const counts = Object.fromEntries(classCounts(images).map((n, k) => [dataset.classes[k], n]));
    return { split, images: count(images), ...counts };
  };
  return [...SPLITS.map((split) => row(split, select(dataset, split))), row('all', dataset)];
}

/** The mean image of every class, in the order of {@link Dataset.classes}; black if there are no images. */
export function meanFaces(dataset: Dataset): Pick<Dataset, 'images' | 'size'> {
  const { classes, size } = dataset;
  const pixels = pixelCount(dataset);
  const sums = new Float64Array(classes.length * pixels);
  const counts = classCounts(dataset);
  dataset.labels.forEach((label, i) => {
    for (let k = 0; k < pixels; k++) sums[label * pixels + k] += dataset.images[i * pixels + k];
  });
  const images = Uint8Array.from(sums, (sum, k) => Math.round(sum / Math.max(1, counts[Math.floor(k / pixels)])));
  return { images, size };
}

/** Brightness and contrast of every image, as the columns of a table. */
export interface Tones {
  readonly label: string[];
  readonly split: Split[];
  /** Mean gray value, 0–255. */
  readonly brightness: number[];
  /** Standard deviation of the gray values, 0–127.5. */
  readonly contrast: number[];
}

/** Label, split, mean gray value and standard deviation of the gray values of each image, as columns of a table. */
export function tones(dataset: Dataset): Tones {
  return {
    label: Array.from(dataset.labels, (label) => dataset.classes[label]),
    split: Array.from(dataset.splits, (split) => SPLITS[split]),
    brightness: Array.from({ length: count(dataset) }, (_, i) => mean(pixelsAt(dataset, i))),
    contrast: Array.from(contrasts(dataset)),
  };
}

/** The standard deviation of each image's gray values, `[n]`. */
export function contrasts(dataset: Dataset): Float64Array {
  return Float64Array.from({ length: count(dataset) }, (_, i) => {
    const pixels = pixelsAt(dataset, i);
    const center = mean(pixels);
    return Math.sqrt(pixels.reduce((sum, value) => sum + (value - center) ** 2, 0) / pixels.length);
  });
}

function mean(pixels: Uint8Array): number {
  return pixels.reduce((sum, value) => sum + value, 0) / pixels.length;
}
