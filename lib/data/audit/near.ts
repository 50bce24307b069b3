import { setImmediate } from 'node:timers/promises';
import { InputError } from '../../core/errors';
import { tf } from '../../runtime';
import { count, type Dataset, pixelCount } from '../dataset';

/**
 * Minimum correlation of two images that count as copies of one photograph. Chosen by eye for FER2013, where the number
 * of pairs has a minimum there: of 48 random pairs from 0.92 to 0.93 all but one or two show one photograph, cropped or
 * marked differently; below 0.9 different faces appear. Copies that are mirrored, or shifted by more than a pixel or
 * two, have a lower correlation and are missed.
 */
export const NEAR_CORRELATION = 0.92;

/**
 * Whether near duplicates at this threshold are known to be copies of one photograph. It was chosen for FER2013: 875 of
 * the 7,000 drawn faces correlate by at least 0.92 with another, which shows a different person.
 */
export function isCalibrated({ name }: Dataset, threshold: number): boolean {
  return name === 'fer2013' && threshold >= NEAR_CORRELATION;
}

/** Two similar images, as indices in the data set, and their similarity. */
export interface Pair {
  readonly first: number;
  readonly second: number;
  /** Pearson correlation of their pixels. */
  readonly correlation: number;
}

export interface NearOptions {
  /** Minimum correlation, in (0.9, 1]. @default 0.92 */
  readonly threshold?: number;
  /** Stops between two blocks of images by throwing the signal's reason. */
  readonly signal?: AbortSignal;
  /** Receives the number of images that have been compared with all others. */
  readonly onProgress?: (done: number, of: number) => void;
}

/**
 * All pairs of images whose correlation is at least `threshold`. All pairs are compared at about 16×16, as one matrix
 * product, and the candidates again at full size. On FER2013 the first step misses no pair: a much lower candidate
 * threshold finds the same pairs. Blank images are skipped.
 *
 * @throws {InputError} for an invalid threshold
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
      await setImmediate(); // so that an interrupt is noticed
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

/** Each image at about 16×16 with mean 0 and norm 1, so that dot products are correlations, `[n, 256]` for 48×48. */
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
