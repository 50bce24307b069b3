import {
  classCounts,
  count,
  type Dataset,
  EMOTIONS,
  type Emotion,
  PIXELS,
  SPLITS,
  type Split,
  select,
} from './dataset';

/** A row of {@link splitTable}. */
export type SplitRow = { readonly split: Split | 'all'; readonly images: number } & Readonly<Record<Emotion, number>>;

/** Number of images by split and emotion, with totals. */
export function splitTable(dataset: Dataset): SplitRow[] {
  const row = (split: Split | 'all', images: Dataset): SplitRow => {
    const counts = Object.fromEntries(classCounts(images).map((n, k) => [EMOTIONS[k], n]));
    return { split, images: count(images), ...(counts as Record<Emotion, number>) };
  };
  return [...SPLITS.map((split) => row(split, select(dataset, split))), row('all', dataset)];
}

/** The mean image of every emotion, `[7, 48, 48]`, in the order of {@link EMOTIONS}; black if there are no images. */
export function meanFaces(dataset: Dataset): Uint8Array {
  const sums = new Float64Array(EMOTIONS.length * PIXELS);
  const images = new Uint32Array(EMOTIONS.length);
  dataset.labels.forEach((label, i) => {
    images[label]++;
    for (let k = 0; k < PIXELS; k++) sums[label * PIXELS + k] += dataset.images[i * PIXELS + k];
  });
  return Uint8Array.from(sums, (sum, k) => Math.round(sum / Math.max(1, images[Math.floor(k / PIXELS)])));
}

/** Brightness and contrast of every image, as the columns of a table. */
export interface Tones {
  readonly emotion: Emotion[];
  readonly split: Split[];
  /** Mean gray value, 0–255. */
  readonly brightness: number[];
  /** Standard deviation of the gray values, 0–127.5. */
  readonly contrast: number[];
}

/** Label, split, mean gray value and standard deviation of the gray values of each image, as columns of a table. */
export function tones(dataset: Dataset): Tones {
  return {
    emotion: Array.from(dataset.labels, (label) => EMOTIONS[label]),
    split: Array.from(dataset.splits, (split) => SPLITS[split]),
    brightness: Array.from({ length: count(dataset) }, (_, i) => mean(pixelsOf(dataset, i))),
    contrast: Array.from(contrasts(dataset)),
  };
}

/** The standard deviation of each image's gray values, `[n]`. */
export function contrasts(dataset: Dataset): Float64Array {
  return Float64Array.from({ length: count(dataset) }, (_, i) => {
    const pixels = pixelsOf(dataset, i);
    const center = mean(pixels);
    return Math.sqrt(pixels.reduce((sum, value) => sum + (value - center) ** 2, 0) / PIXELS);
  });
}

function pixelsOf({ images }: Dataset, i: number): Uint8Array {
  return images.subarray(i * PIXELS, (i + 1) * PIXELS);
}

function mean(pixels: Uint8Array): number {
  return pixels.reduce((sum, value) => sum + value, 0) / PIXELS;
}
