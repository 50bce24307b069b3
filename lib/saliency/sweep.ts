import { setImmediate } from 'node:timers/promises';
import { MOST } from './batch';
import type { Probe } from './probe';

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
  /** Sees the variants. */
  readonly probe: Pick<Probe, 'area' | 'classes'>;
  /** Gray values 0–1, `[n, size, size]`. */
  readonly images: Float32Array;
  /** Each image's target, `[n, classes]`. */
  readonly weights: Float32Array;
  /** Number of variants per image. */
  readonly each: number;
  /** Writes variant `j` of image `i`, which is `image`, to `out`; both `[size, size]`. */
  make(image: Float32Array, out: Float32Array, j: number, i: number): void;
}

/**
 * Runs every variant of every image through the network.
 *
 * @param ask returns one row per variant of a batch
 * @param visit receives each variant's row, image by image
 */
export async function sweep(
  { probe, images, weights, each, make }: Variants,
  ask: (images: Float32Array, weights: Float32Array) => Float32Array,
  visit: (row: Float32Array, j: number, i: number) => void,
  watched: Watched,
): Promise<void> {
  const { area, classes } = probe;
  const n = images.length / area;
  await inBatches(n * each, watched, (from, to) => {
    const variants = new Float32Array((to - from) * area);
    const targets = new Float32Array((to - from) * classes);
    for (let t = from; t < to; t++) {
      const i = Math.floor(t / each);
      make(rowOf(images, i, area), rowOf(variants, t - from, area), t % each, i);
      targets.set(rowOf(weights, i, classes), (t - from) * classes);
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
