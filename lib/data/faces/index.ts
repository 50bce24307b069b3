import { InputError } from '../../core/errors';
import { randomStream } from '../../core/random';
import { type Dataset, EMOTIONS, type Emotion, PIXELS, SIZE, SPLITS, type Split } from '../dataset';
import { diagnosticParts, PARTS, type Part } from './actions';
import type { Face } from './face';
import { renderFace } from './render';
import { sampleFace } from './sample';

export { ACTION_UNITS, type Actions, type ActionUnit, diagnosticParts, PARTS, type Part } from './actions';
export { atRest, evidenceOf } from './evidence';
export type { Face } from './face';
export { renderFace } from './render';

/** Drawn faces, for which the region of the emotion in each image is known. */
export interface FacesDataset extends Dataset {
  /** Regions of the parts, after pose and occlusion, `[n, 48, 48]`: bit k is set in the region of `PARTS[k]`. */
  readonly regions: Uint8Array;
}

export interface DrawFacesOptions {
  /** Integer from 0 to 2³² − 1. @default 0 */
  readonly seed?: number;
  /** Number of images in Training. @default 5600 */
  readonly training?: number;
  /** Number of images in PublicTest. @default 700 */
  readonly publicTest?: number;
  /** Number of images in PrivateTest. @default 700 */
  readonly privateTest?: number;
}

/**
 * The data set `faces`: gray faces that the project draws from parameters, with equal numbers of each emotion. Image i
 * of a split depends only on seed, split and i, so a larger number adds images and changes none.
 */
export function drawFaces(options: DrawFacesOptions = {}): FacesDataset {
  const { seed = 0, training = 5600, publicTest = 700, privateTest = 700 } = options;
  requireWhole('seed', seed, 2 ** 32 - 1);
  requireWhole('training', training, MOST);
  requireWhole('publicTest', publicTest, MOST);
  requireWhole('privateTest', privateTest, MOST);
  return draw(seed, [training, publicTest, privateTest]);
}

/** The parameters of image `index` of a split in {@link drawFaces}. */
export function faceAt(seed: number, split: Split, index: number): Face {
  const emotion = EMOTIONS[index % EMOTIONS.length];
  return sampleFace(emotion, randomStream(seed, SPLITS.indexOf(split) * MOST + index));
}

/**
 * The parts of the face that show an image's emotion: 1 inside them, 0 elsewhere.
 * @param row the image's place in `faces`, which `rows` keeps through `imagesAt` and `select`
 * @returns `[48, 48]`
 */
export function diagnosticMask(
  faces: FacesDataset,
  row: number,
  emotion: Emotion = EMOTIONS[faces.labels[row]],
): Uint8Array {
  const parts = partBits(diagnosticParts(emotion));
  return faces.regions.slice(row * PIXELS, (row + 1) * PIXELS).map((bits) => (bits & parts ? 1 : 0));
}

/** Maximum number of images per split: each has its own random stream, and a million need 2.3 GB. */
const MOST = 1_000_000;

function draw(seed: number, counts: readonly number[]): FacesDataset {
  const n = counts.reduce((sum, count) => sum + count, 0);
  const images = new Uint8Array(n * PIXELS);
  const regions = new Uint8Array(n * PIXELS);
  const labels = new Uint8Array(n);
  const splits = new Uint8Array(n);
  let row = 0;
  for (const [split, name] of SPLITS.entries()) {
    for (let i = 0; i < counts[split]; i++, row++) {
      const face = faceAt(seed, name, i);
      const [from, to] = [row * PIXELS, (row + 1) * PIXELS];
      renderFace(face, images.subarray(from, to), regions.subarray(from, to));
      labels[row] = EMOTIONS.indexOf(face.emotion);
      splits[row] = split;
    }
  }
  const rows = Uint32Array.from({ length: n }, (_, i) => i);
  return { name: 'faces', classes: EMOTIONS, size: SIZE, images, labels, splits, rows, regions };
}

function partBits(parts: readonly Part[]): number {
  return parts.reduce((bits, part) => bits | (1 << PARTS.indexOf(part)), 0);
}

function requireWhole(noun: string, value: number, most: number): void {
  if (!Number.isInteger(value) || value < 0 || value > most)
    throw new InputError(noun, value, `must be an integer from 0 to ${most}`);
}
