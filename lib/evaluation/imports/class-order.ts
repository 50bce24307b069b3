/**
 * The assignment of predicted classes to true classes with the most hits, as the best accuracy that another order of
 * the classes would give. Dynamic programming over sets of classes: O(2^k k²).
 *
 * @param counts images by true (row) and predicted (column) class, `[k, k]`
 * @returns for each predicted class, the true class that it is assigned to
 */
export function bestOrder(counts: readonly (readonly number[])[]): { order: number[]; hits: number } {
  const k = counts.length;
  const best = new Float64Array(2 ** k).fill(-1);
  const taken = new Int8Array(2 ** k);
  best[0] = 0;
  for (let set = 0; set < best.length; set++) {
    const column = bits(set); // the predicted classes before it have the true classes of the set
    if (column === k) continue;
    for (let row = 0; row < k; row++) {
      const next = set | (1 << row);
      const hits = best[set] + counts[row][column];
      if (next === set || hits <= best[next]) continue;
      best[next] = hits;
      taken[next] = row;
    }
  }
  const order: number[] = [];
  for (let set = best.length - 1; set > 0; set ^= 1 << taken[set]) order.unshift(taken[set]);
  return { order, hits: best[best.length - 1] };
}

function bits(set: number): number {
  let count = 0;
  for (let rest = set; rest > 0; rest >>= 1) count += rest & 1;
  return count;
}
