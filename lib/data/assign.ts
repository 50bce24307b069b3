import { shuffled } from './batches';

/**
 * Assigns groups to splits at random but reproducibly: no subject is in two splits.
 * @param groups one per image, such as its subject
 * @param shares shares of Training and PublicTest; PrivateTest is the rest
 * @returns the split of each group, an index into `SPLITS`
 */
export function assignSplits(
  groups: Iterable<string>,
  shares: readonly [number, number],
  seed = 0,
): Map<string, number> {
  const names = [...new Set(groups)].sort();
  const order = shuffled(names.length, seed, 0);
  const ends = [shares[0], shares[0] + shares[1], 1].map((share) => Math.round(share * names.length));
  return new Map(Array.from(order, (from, place) => [names[from], ends.findIndex((end) => place < end)]));
}
