import { type Random, randomStream } from '../core/random';

/** A region of constant value of a tree: an interval in each dimension of the unit cube. */
export interface Leaf {
  readonly low: readonly number[];
  readonly high: readonly number[];
  readonly value: number;
}

/** A point of the unit cube and its measured value. */
export interface Sample {
  readonly x: readonly number[];
  readonly y: number;
}

/**
 * Regression trees, each fully grown on a bootstrap sample (Breiman 2001), as partitions of the unit cube into boxes.
 *
 * @returns a list of leaves per tree
 */
export function forest(samples: readonly Sample[], trees: number, seed: number): Leaf[][] {
  return Array.from({ length: trees }, (_, tree) => {
    const random = randomStream(seed, tree);
    const drawn = samples.map(() => random.pick(samples));
    const dimensions = samples[0].x.length;
    return grow(drawn, { low: Array(dimensions).fill(0), high: Array(dimensions).fill(1) }, random);
  });
}

type Box = Pick<Leaf, 'low' | 'high'>;

function grow(samples: readonly Sample[], box: Box, random: Random): Leaf[] {
  const cut = bestCut(samples, random);
  if (!cut) return [{ ...box, value: mean(samples) }];
  const { dimension, at } = cut;
  const below = { ...box, high: box.high.with(dimension, at) };
  const above = { ...box, low: box.low.with(dimension, at) };
  return [
    ...grow(
      samples.filter(({ x }) => x[dimension] < at),
      below,
      random,
    ),
    ...grow(
      samples.filter(({ x }) => x[dimension] >= at),
      above,
      random,
    ),
  ];
}

/** The split with the least sum of squares; ties are broken at random. Undefined if all samples have the same value. */
function bestCut(samples: readonly Sample[], random: Random): { dimension: number; at: number } | undefined {
  if (samples.every(({ y }) => y === samples[0].y)) return undefined;
  let cuts: { dimension: number; at: number }[] = [];
  let least = squares(samples) * (1 - 1e-9);
  for (let dimension = 0; dimension < samples[0].x.length; dimension++) {
    const places = [...new Set(samples.map(({ x }) => x[dimension]))].sort((a, b) => a - b);
    for (let i = 1; i < places.length; i++) {
      const at = (places[i - 1] + places[i]) / 2;
      const left =
        squares(samples.filter(({ x }) => x[dimension] < at)) + squares(samples.filter(({ x }) => x[dimension] >= at));
      if (left > least) continue;
      if (left < least) cuts = [];
      least = left;
      cuts.push({ dimension, at });
    }
  }
  return cuts.length > 0 ? random.pick(cuts) : undefined;
}

function mean(samples: readonly Sample[]): number {
  return samples.reduce((sum, { y }) => sum + y, 0) / samples.length;
}

function squares(samples: readonly Sample[]): number {
  const center = mean(samples);
  return samples.reduce((sum, { y }) => sum + (y - center) ** 2, 0);
}
