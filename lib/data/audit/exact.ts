import { createHash } from 'node:crypto';
import { type Dataset, PIXELS } from '../dataset';

/** Images of the same pixels, in groups of two and more, by their places in the data set. */
export function exactGroups({ images, labels }: Dataset): number[][] {
  const byHash = new Map<string, number[]>();
  for (let i = 0; i < labels.length; i++) {
    const pixels = images.subarray(i * PIXELS, (i + 1) * PIXELS);
    const key = createHash('sha256').update(pixels).digest('base64');
    const group = byHash.get(key);
    if (group) group.push(i);
    else byHash.set(key, [i]);
  }
  return [...byHash.values()].filter((group) => group.length > 1);
}
