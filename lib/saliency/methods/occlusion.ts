import { InputError } from '../../core/errors';
import { integer } from '../../core/keys';
import { meanGrays } from '../inputs';
import { sweep } from '../sweep';
import { targetValues } from '../target-weights';
import type { SaliencyMethod } from './method';
import type { Question } from './question';

export interface OcclusionOptions {
  /** Width and height of the hidden square, pixels, from 1 to the network's input size. @default 8 */
  readonly window?: number;
  /** Distance between neighbouring squares in pixels, ≥ 1 and at most the window. @default 4 */
  readonly stride?: number;
}

/**
 * The decrease of the target when a square is replaced by the image's mean gray (Zeiler and Fergus 2014, arXiv
 * 1311.2901): at each pixel the mean over the squares that cover it.
 */
export const occlusion: SaliencyMethod<OcclusionOptions> = {
  label: 'Occlusion',
  heat: 'positive',
  passes: 'hundreds',
  sums: false,
  options: {
    window: integer(8, 1),
    stride: integer(4, 1),
  },
  validate: ({ window, stride }, size = window) => {
    if (window > size) throw new InputError('window', window, `must be at most ${size}, the network's input size`);
    if (stride > window) throw new InputError('stride', stride, `must be at most the window, ${window}`);
  },
  explain: drops,
};

async function drops(question: Question, { window, stride }: Required<OcclusionOptions>): Promise<Float32Array> {
  const { probe, images, weights, logits } = question;
  const { area, classes, size } = probe;
  const corners = places(window, stride, size);
  const inside = (corner: Corner, body: (pixel: number) => void) => eachInside(corner, window, size, body);
  const squares = corners.flatMap((top) => corners.map((left) => ({ top, left })));
  const whole = targetValues(weights, logits, classes);
  const grays = meanGrays(images, area);
  const sums = new Float32Array(images.length);
  await sweep(
    {
      probe,
      images,
      weights,
      each: squares.length,
      make: (image, out, j, i) => {
        out.set(image);
        inside(squares[j], (k) => {
          out[k] = grays[i];
        });
      },
    },
    (batch, targets) => targetValues(targets, probe.logits(batch), classes),
    ([value], j, i) => {
      inside(squares[j], (k) => {
        sums[i * area + k] += whole[i] - value;
      });
    },
    question,
  );
  const covers = new Float32Array(area);
  for (const square of squares) inside(square, (k) => covers[k]++);
  return sums.map((sum, k) => sum / covers[k % area]);
}

/** Offsets of the squares along an axis; the last one ends at the border. */
function places(window: number, stride: number, size: number): number[] {
  const count = Math.ceil((size - window) / stride) + 1;
  return Array.from({ length: count }, (_, i) => Math.min(i * stride, size - window));
}

interface Corner {
  readonly top: number;
  readonly left: number;
}

function eachInside(corner: Corner, window: number, size: number, body: (pixel: number) => void): void {
  for (let y = corner.top; y < corner.top + window; y++) {
    for (let x = corner.left; x < corner.left + window; x++) body(y * size + x);
  }
}
