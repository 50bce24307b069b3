import { randomStream } from '../core/random';

/**
 * The order of the images in an epoch: a permutation of 0 … n − 1 that depends only on (seed, epoch) (Fisher & Yates).
 */
export function shuffled(n: number, seed: number, epoch: number): Int32Array {
  const order = Int32Array.from({ length: n }, (_, i) => i);
  const random = randomStream(seed, epoch);
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(random.between(0, i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

/**
 * A random order of as many images in which every class is equally likely at each place: draws a class, then one of its
 * images, with replacement. Depends on (seed, epoch) alone.
 */
export function balancedOrder(labels: ArrayLike<number>, seed: number, epoch: number): Int32Array {
  const byClass = new Map<number, number[]>();
  for (let i = 0; i < labels.length; i++) {
    const members = byClass.get(labels[i]);
    if (members) members.push(i);
    else byClass.set(labels[i], [i]);
  }
  const classes = [...byClass.values()];
  const random = randomStream(seed, epoch);
  const oneOf = <T>(values: readonly T[]) => values[Math.floor(random.between(0, values.length))];
  return Int32Array.from({ length: labels.length }, () => oneOf(oneOf(classes)));
}

/**
 * Splits `order` into batches, as views of it.
 *
 * @param last what happens to the remaining images: a smaller batch, which {@link padded} can fill, or none, so that
 * all steps have the same size and each epoch omits different images @default 'keep'
 */
export function batches(order: Int32Array, batchSize: number, last: 'keep' | 'drop' = 'keep'): Int32Array[] {
  const whole = order.length / batchSize;
  const count = last === 'keep' ? Math.ceil(whole) : Math.floor(whole);
  return Array.from({ length: count }, (_, i) => order.subarray(i * batchSize, (i + 1) * batchSize));
}

/** Pads `indices` to `length` by repeating the last one, so that every batch has the same shape. */
export function padded(indices: Int32Array, length: number): Int32Array {
  const full = new Int32Array(length).fill(indices[indices.length - 1]);
  full.set(indices);
  return full;
}
