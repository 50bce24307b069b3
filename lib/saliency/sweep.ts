import { setImmediate } from 'node:timers/promises';
import { EMOTIONS } from '../data/dataset';
import { MOST } from './batch';
import { CROP_PIXELS } from './inputs';

const CLASSES = EMOTIONS.length;

/** Progress and interruption of long work. */
export interface Watched {
  /** Stops between two batches by throwing the signal's reason. */
  readonly signal?: AbortSignal;
  /** Receives the number of images processed so far, counting each variant. */
  readonly onProgress?: (done: number, of: number) => void;
}

/** Iterates over 0 … `total` − 1 in batches of at most {@link MOST}. */
export async function inBatches(
  total: number,
  { signal, onProgress }: Watched,
  body: (from: number, to: number) => void,
): Promise<void> {
  for (let from = 0; from < total; from += MOST) {
    signal?.throwIfAborted();
    const to = Math.min(total, from + MOST);
    body(from, to);
    onProgress?.(to, total);
    await setImmediate(); // so that an interrupt is noticed
  }
}

/** Variants of images, created just before they are used, since there may be thousands. */
export interface Variants {
  /** Gray values 0–1, `[n, 40, 40]`. */
  readonly images: Float32Array;
  /** Each image's target, `[n, 7]`. */
  readonly weights: Float32Array;
  /** Number of variants per image. */
  readonly each: number;
  /** Writes variant `j` of image `i`, which is `image`, to `out`; both `[40, 40]`. */
  make(image: Float32Array, out: Float32Array, j: number, i: number): void;
}

/**
 * Runs every variant of every image through the network.
 *
 * @param ask returns one row per variant of a batch
 * @param visit receives each variant's row, image by image
 */
export async function sweep(
  { images, weights, each, make }: Variants,
  ask: (images: Float32Array, weights: Float32Array) => Float32Array,
  visit: (row: Float32Array, j: number, i: number) => void,
  watched: Watched,
): Promise<void> {
  const n = images.length / CROP_PIXELS;
  await inBatches(n * each, watched, (from, to) => {
    const variants = new Float32Array((to - from) * CROP_PIXELS);
    const targets = new Float32Array((to - from) * CLASSES);
    for (let t = from; t < to; t++) {
      const i = Math.floor(t / each);
      make(rowOf(images, i, CROP_PIXELS), rowOf(variants, t - from, CROP_PIXELS), t % each, i);
      targets.set(rowOf(weights, i, CLASSES), (t - from) * CLASSES);
    }
    const answers = ask(variants, targets);
    const length = answers.length / (to - from);
    for (let t = from; t < to; t++) visit(rowOf(answers, t - from, length), t % each, Math.floor(t / each));
  });
}

/** Row `i` of a table with rows of this length, as a view. */
export function rowOf<T extends Float32Array | Uint8Array>(table: T, i: number, length: number): T {
  return table.subarray(i * length, (i + 1) * length) as T;
}
