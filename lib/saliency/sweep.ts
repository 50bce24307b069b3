import { setImmediate } from 'node:timers/promises';
import { MOST } from './batch';
import type { Probe } from './probe';

/** How long work is followed and stopped. */
export interface Watched {
  /** Stops between two batches by throwing the signal's reason. */
  readonly signal?: AbortSignal;
  /** Images shown to the network so far, variants counted each. */
  readonly onProgress?: (done: number, of: number) => void;
}

/** Goes through 0 … `total` − 1 in batches of at most {@link MOST}. */
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
    await setImmediate(); // lets an interrupt in
  }
}

/** Variants of each of some images, made on the way to the network: there may be thousands. */
export interface Variants {
  /** Sees the variants. */
  readonly probe: Pick<Probe, 'area' | 'classes'>;
  /** Gray values 0–1, `[n, size, size]`. */
  readonly images: Float32Array;
  /** Each image's target, `[n, classes]`. */
  readonly weights: Float32Array;
  /** Variants of an image. */
  readonly each: number;
  /** Writes variant `j` of image `i`, which is `image`, to `out`; both `[size, size]`. */
  make(image: Float32Array, out: Float32Array, j: number, i: number): void;
}

/**
 * Shows the network every variant of every image.
 *
 * @param ask answers a batch with rows, one a variant
 * @param visit is told each variant's row, image by image
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

/** Row `i` of a table whose rows have this length; not a copy. */
export function rowOf<T extends Float32Array | Uint8Array>(table: T, i: number, length: number): T {
  return table.subarray(i * length, (i + 1) * length) as T;
}
