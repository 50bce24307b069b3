/**
 * The connected groups of `n` items, given links between them (union-find), in the order of their first members.
 * @returns groups of at least two items, each in ascending order
 */
export function linkedGroups(n: number, links: Iterable<readonly [number, number]>): number[][] {
  const parents = Int32Array.from({ length: n }, (_, i) => i);
  const rootOf = (i: number): number => {
    while (parents[i] !== i) {
      parents[i] = parents[parents[i]];
      i = parents[i];
    }
    return i;
  };
  for (const [a, b] of links) {
    const [first, second] = [rootOf(a), rootOf(b)].sort((x, y) => x - y);
    parents[second] = first;
  }
  const groups = new Map<number, number[]>();
  for (let i = 0; i < n; i++) {
    const root = rootOf(i);
    if (root !== i) groups.set(root, [...(groups.get(root) ?? [root]), i]);
  }
  return [...groups.values()].sort((a, b) => a[0] - b[0]);
}
