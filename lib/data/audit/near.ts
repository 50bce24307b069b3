import { setImmediate } from 'node:timers/promises';
import { InputError } from '../../core/errors';
import { tf } from '../../runtime';
import { count, type Dataset, pixelCount } from '../dataset';

/**
 * Two images whose pixels correlate at least so are taken for copies of one photograph. Chosen by eye on FER2013, where
 * the number of pairs falls towards it from both sides: of 48 pairs drawn at random from 0.92 to 0.93 all but one or two
 * show one photograph, cropped or marked differently; below 0.9 different faces begin to mix in. Copies that are
 * mirrored, or shifted by more than a pixel or two, correlate less and are missed.
 */
export const NEAR_CORRELATION = 0.92;

/**
 * Whether near duplicates by this threshold are known to be copies of one photograph. It was chosen on FER2013 alone:
 * 875 of the 7,000 drawn faces correlate by 0.92 or more with another, and are of different people.
 */
export function isCalibrated({ name }: Dataset, threshold: number): boolean {
  return name === 'fer2013' && threshold >= NEAR_CORRELATION;
}

/** Two images that are much alike, by their places in the data set, and how much. */
export interface Pair {
  readonly first: number;
  readonly second: number;
  /** Pearson's correlation of their pixels. */
  readonly correlation: number;
}

export interface NearOptions {
  /** Least correlation, in (0.9, 1]. @default 0.92 */
  readonly threshold?: number;
  /** Stops between two blocks of images by throwing the signal's reason. */
  readonly signal?: AbortSignal;
  /** Told how many images have been compared with all others. */
  readonly onProgress?: (done: number, of: number) => void;
}

/**
 * Every pair of images that correlate at least by `threshold`: all are compared at 16×16, as one matrix product, and
 * what correlates there is compared again pixel by pixel. On FER2013 the first step lets no pair of the second pass by: with
 * a much lower bar it finds the same. Images without contrast correlate with nothing.
 *
 * @throws {InputError} for a threshold out of range
 */
export async function nearPairs(data: Dataset, options: NearOptions = {}): Promise<Pair[]> {
  const { threshold = NEAR_CORRELATION, signal, onProgress } = options;
  if (!(threshold > CANDIDATE && threshold <= 1))
    throw new InputError('threshold', threshold, `must be a number in (${CANDIDATE}, 1]`);
  const n = count(data);
  const correlation = correlator(data);
  const small = thumbnails(data); // [n, descriptor]
  const descriptor = small.shape[1];
  const pairs: Pair[] = [];
  try {
    for (let start = 0; start < n; start += BLOCK) {
      const rows = Math.min(BLOCK, n - start);
      const alike = tf.tidy(() => {
        const rest = tf.slice(small, [start, 0], [n - start, descriptor]);
        return tf.greater(tf.matMul(tf.slice(rest, [0, 0], [rows, descriptor]), rest, false, true), CANDIDATE);
      });
      const found = await tf.whereAsync(alike);
      alike.dispose();
      const places = found.dataSync();
      found.dispose();
      for (let k = 0; k < places.length; k += 2) {
        const [first, second] = [start + places[k], start + places[k + 1]];
        if (first >= second) continue;
        const r = correlation(first, second);
        if (r >= threshold) pairs.push({ first, second, correlation: r });
      }
      onProgress?.(start + rows, n);
      await setImmediate(); // lets an interrupt in
      signal?.throwIfAborted();
    }
  } finally {
    small.dispose();
  }
  return pairs;
}

const BLOCK = 512;
/** Width of the thumbnails, in pixels; of smaller images, their own. */
const SMALL = 16;
const CANDIDATE = 0.9;

/**
 * Each image at about 16×16, with mean 0 and length 1, so that a product of two is their correlation, `[n, descriptor]`.
 * Rows and columns at the end that fill no cell are left out.
 */
function thumbnails(data: Dataset) {
  const { size } = data;
  const cell = Math.max(1, Math.floor(size / SMALL));
  return tf.tidy(() => {
    const images = tf.tensor4d(data.images, [count(data), size, size, 1], 'int32');
    const pixels = tf.reshape(tf.avgPool(tf.cast(images, 'float32'), cell, cell, 'valid'), [count(data), -1]);
    const centered = tf.sub(pixels, tf.mean(pixels, 1, true));
    return tf.div(centered, tf.maximum(tf.norm(centered, 2, 1, true), 1e-3)) as ReturnType<typeof tf.tensor2d>;
  });
}

function correlator(data: Dataset): (first: number, second: number) => number {
  const { images, labels } = data;
  const pixels = pixelCount(data);
  const means = new Float64Array(labels.length);
  const lengths = new Float64Array(labels.length);
  for (let i = 0; i < labels.length; i++) {
    let sum = 0;
    let squares = 0;
    for (let k = i * pixels; k < (i + 1) * pixels; k++) {
      sum += images[k];
      squares += images[k] ** 2;
    }
    means[i] = sum / pixels;
    lengths[i] = Math.sqrt(squares - sum * means[i]);
  }
  return (first, second) => {
    let product = 0;
    for (let k = 0; k < pixels; k++) product += images[first * pixels + k] * images[second * pixels + k];
    const scale = lengths[first] * lengths[second];
    return scale === 0 ? 0 : (product - pixels * means[first] * means[second]) / scale;
  };
}
