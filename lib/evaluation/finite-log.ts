/** The smallest normal float32 replaces probabilities that underflowed. */
const SMALLEST = 2 ** -126;

/** The natural logarithm of a probability; finite, so that a loss is. */
export function finiteLog(probability: number): number {
  return Math.log(Math.max(probability, SMALLEST));
}
