import { CROP } from '../../data/views';
import { CROP_PIXELS, meanGrays } from '../inputs';
import type { Question } from '../methods/question';
import { rowOf, sweep } from '../sweep';
import { probabilitiesOf, targetValues } from '../target-weights';

/** The target's probability as pixels are removed and inserted, the hottest first. Means over the images. */
export interface Removal {
  /** Number of images with a map. */
  readonly n: number;
  /** Share of the pixels removed or inserted, from 0 to 1. */
  readonly shares: readonly number[];
  /** Probability with these pixels replaced by the mean gray; the faster it falls, the better the map. */
  readonly deletion: readonly number[];
  /** Probability with these pixels inserted into the blurred image; the faster it rises, the better the map. */
  readonly insertion: readonly number[];
  /** Areas under the curves, 0–1. */
  readonly deletionArea: number;
  readonly insertionArea: number;
}

/** Number of steps from no pixels to all. */
const STEPS = 20;
/** Standard deviation of the blur in pixels: a tenth of the image, which keeps the head and removes the expression. */
const BLUR = CROP / 10;

/**
 * Deletion and insertion (Petsiuk, Das and Saenko 2018, arXiv 1806.07421), for maps of any method.
 *
 * @param heats `[n, 40, 40]`; images whose map has no heat are skipped
 */
export async function removal(question: Question, heats: Float32Array): Promise<Removal> {
  const { probe, images, weights } = question;
  const each = 2 * (STEPS + 1); // deletion, then insertion
  const orders = Array.from({ length: images.length / CROP_PIXELS }, (_, i) => orderOf(rowOf(heats, i, CROP_PIXELS)));
  const grays = meanGrays(images);
  const blurs = blurred(images);
  const sums = new Float64Array(each);
  await sweep(
    {
      images,
      weights,
      each,
      make: (image, out, j, i) => {
        const inserts = j > STEPS;
        out.set(inserts ? rowOf(blurs, i, CROP_PIXELS) : image);
        const touched = Math.round((CROP_PIXELS * (inserts ? j - STEPS - 1 : j)) / STEPS);
        for (const k of orders[i].subarray(0, touched)) out[k] = inserts ? image[k] : grays[i];
      },
    },
    (batch, targets) => targetValues(targets, probabilitiesOf(probe.logits(batch))),
    ([value], j, i) => {
      if (orders[i].length > 0) sums[j] += value;
    },
    question,
  );
  const n = orders.filter((order) => order.length > 0).length;
  const means = Array.from(sums, (sum) => sum / n);
  const [deletion, insertion] = [means.slice(0, STEPS + 1), means.slice(STEPS + 1)];
  return {
    n,
    shares: deletion.map((_, step) => step / STEPS),
    deletion,
    insertion,
    deletionArea: areaBelow(deletion),
    insertionArea: areaBelow(insertion),
  };
}

/** Pixel indices by falling heat; empty if there is no heat. */
function orderOf(heat: Float32Array): Uint32Array {
  if (heat.every((value) => value === 0)) return new Uint32Array();
  return Uint32Array.from(heat, (_, k) => k).sort((a, b) => heat[b] - heat[a] || a - b);
}

/** By the trapezoidal rule, over 0–1. */
function areaBelow(curve: readonly number[]): number {
  const ends = (curve[0] + curve[curve.length - 1]) / 2;
  return (curve.reduce((sum, value) => sum + value, 0) - ends) / (curve.length - 1);
}

/** Gaussian blur. At the border, weights outside the image are omitted and the others renormalised. */
function blurred(images: Float32Array): Float32Array {
  const across = new Float32Array(images.length);
  const both = new Float32Array(images.length);
  for (let i = 0; i < images.length / CROP_PIXELS; i++) {
    blurLines(rowOf(images, i, CROP_PIXELS), rowOf(across, i, CROP_PIXELS), 1, CROP);
    blurLines(rowOf(across, i, CROP_PIXELS), rowOf(both, i, CROP_PIXELS), CROP, 1);
  }
  return both;
}

function blurLines(image: Float32Array, out: Float32Array, along: number, between: number): void {
  for (let line = 0; line < CROP; line++) {
    for (let at = 0; at < CROP; at++) {
      let [sum, weights] = [0, 0];
      for (let from = 0; from < CROP; from++) {
        const weight = Math.exp(-((from - at) ** 2) / (2 * BLUR ** 2));
        sum += weight * image[line * between + from * along];
        weights += weight;
      }
      out[line * between + at * along] = sum / weights;
    }
  }
}
