/**
 * Philox 2×32 with ten rounds: a counter-based generator, so every random number is a pure function of key and
 * position. J. K. Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
 *
 * @param key the seed, 32 bits
 * @param stream purpose of the numbers, such as an image's index, 32 bits
 * @param counter position in the stream, 32 bits
 * @param out receives two words of 32 random bits at `at` and `at + 1`
 */
export function philox(key: number, stream: number, counter: number, out: Uint32Array, at = 0): void {
  let left = counter;
  let right = stream;
  for (let round = 0; round < 10; round++) {
    const high = multiplyHigh(MULTIPLIER, left);
    const low = Math.imul(MULTIPLIER, left);
    left = high ^ key ^ right;
    right = low;
    key = (key + WEYL) | 0;
  }
  out[at] = left;
  out[at + 1] = right;
}

/** Fills `out`, of even length, with the first words of a stream. */
export function randomWords(key: number, stream: number, out: Uint32Array): void {
  for (let i = 0; i < out.length; i += 2) philox(key, stream, i / 2, out, i);
}

/** A stream of random numbers. */
export interface Random {
  /** Uniform in [low, high). */
  between(low: number, high: number): number;
  /** Normal, truncated at 2.5 standard deviations. */
  normal(mean: number, deviation: number): number;
  /** True with this probability. */
  chance(probability: number): boolean;
  /** One of the choices, with equal probability. */
  pick<T>(choices: readonly T[]): T;
}

/** The stream of a key (the seed) and a number, from its start. */
export function randomStream(key: number, stream: number): Random {
  const words = new Uint32Array(2);
  let drawn = 0;
  const uniform = () => {
    if (drawn % 2 === 0) philox(key, stream, drawn / 2, words);
    return words[drawn++ % 2] / 2 ** 32;
  };
  const normal = (): number => {
    const radius = Math.sqrt(-2 * Math.log(1 - uniform())); // Box and Muller
    const z = radius * Math.cos(2 * Math.PI * uniform());
    return Math.abs(z) > 2.5 ? normal() : z;
  };
  return {
    between: (low, high) => low + (high - low) * uniform(),
    normal: (mean, deviation) => mean + deviation * normal(),
    chance: (probability) => uniform() < probability,
    pick: (choices) => choices[Math.floor(uniform() * choices.length)],
  };
}

const MULTIPLIER = 0xd256d193;
const WEYL = 0x9e3779b9;

/** The upper 32 bits of the product of two unsigned words. */
function multiplyHigh(a: number, b: number): number {
  const aHigh = a >>> 16;
  const aLow = a & 0xffff;
  const bHigh = b >>> 16;
  const bLow = b & 0xffff;
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const carried = aLow * bHigh + (middle & 0xffff);
  return (aHigh * bHigh + Math.floor(middle / 0x10000) + Math.floor(carried / 0x10000)) | 0;
}
