import { meanGrays } from '../inputs';
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
/** Standard deviation of the blur as a share of the image, which keeps the head and removes the expression. */
const BLUR = 1 / 10;

/**
 * Deletion and insertion (Petsiuk, Das and Saenko 2018, arXiv 1806.07421), for maps of any method.
 *
 * @param heats `[n, size, size]`; images whose map has no heat are skipped
 */
export async function removal(question: Question, heats: Float32Array): Promise<Removal> {
  const { probe, images, weights } = question;
  const { area, classes, size } = probe;
  const each = 2 * (STEPS + 1); // deletion, then insertion
  const orders = Array.from({ length: images.length / area }, (_, i) => orderOf(rowOf(heats, i, area)));
  const grays = meanGrays(images, area);
  const blurs = blurred(images, size);
  const sums = new Float64Array(each);
  await sweep(
    {
      probe,
      images,
      weights,
      each,
      make: (image, out, j, i) => {
        const inserts = j > STEPS;
        out.set(inserts ? rowOf(blurs, i, area) : image);
        const touched = Math.round((area * (inserts ? j - STEPS - 1 : j)) / STEPS);
        for (const k of orders[i].subarray(0, touched)) out[k] = inserts ? image[k] : grays[i];
      },
    },
    (batch, targets) => targetValues(targets, probabilitiesOf(probe.logits(batch), classes), classes),
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
function blurred(images: Float32Array, size: number): Float32Array {
  const area = size ** 2;
  const across = new Float32Array(images.length);
  const both = new Float32Array(images.length);
  for (let i = 0; i < images.length / area; i++) {
    blurLines(rowOf(images, i, area), rowOf(across, i, area), size, 1, size);
    blurLines(rowOf(across, i, area), rowOf(both, i, area), size, size, 1);
  }
  return both;
}

function blurLines(image: Float32Array, out: Float32Array, size: number, along: number, between: number): void {
  const blur = BLUR * size;
  for (let line = 0; line < size; line++) {
    for (let at = 0; at < size; at++) {
      let [sum, weights] = [0, 0];
      for (let from = 0; from < size; from++) {
        const weight = Math.exp(-((from - at) ** 2) / (2 * blur ** 2));
        sum += weight * image[line * between + from * along];
        weights += weight;
      }
      out[line * between + at * along] = sum / weights;
    }
  }
}
