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

/** Images by split and emotion, with their sums. */
export function splitTable(dataset: Dataset): SplitRow[] {
  const row = (split: Split | 'all', images: Dataset): SplitRow => {
    const counts = Object.fromEntries(classCounts(images).map((n, k) => [EMOTIONS[k], n]));
    return { split, images: count(images), ...(counts as Record<Emotion, number>) };
  };
  return [...SPLITS.map((split) => row(split, select(dataset, split))), row('all', dataset)];
}

/** The mean image of every emotion, `[7, 48, 48]`, in the order of {@link EMOTIONS}; black where there is none. */
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

export function tones(dataset: Dataset): Tones {
  const result: Tones = { emotion: [], split: [], brightness: [], contrast: [] };
  for (let i = 0; i < count(dataset); i++) {
    let sum = 0;
    let squares = 0;
    for (const value of dataset.images.subarray(i * PIXELS, (i + 1) * PIXELS)) {
      sum += value;
      squares += value * value;
    }
    const mean = sum / PIXELS;
    result.emotion.push(EMOTIONS[dataset.labels[i]]);
    result.split.push(SPLITS[dataset.splits[i]]);
    result.brightness.push(mean);
    result.contrast.push(Math.sqrt(Math.max(0, squares / PIXELS - mean * mean)));
  }
  return result;
}
