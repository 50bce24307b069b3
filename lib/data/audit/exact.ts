import { createHash } from 'node:crypto';
import { type Dataset, imagesAt, pixelsAt } from '../dataset';
import { contrasts } from '../dataset-statistics';

/** Standard deviation of gray values below which an image counts as blank. */
export const BLANK_CONTRAST = 5;

/** Groups of at least two images with the same pixels, as indices in the data set. Skips blank images. */
export function exactGroups(data: Dataset): number[][] {
  const byHash = new Map<string, number[]>();
  for (let i = 0; i < data.labels.length; i++) {
    const key = createHash('sha256').update(pixelsAt(data, i)).digest('base64');
    const group = byHash.get(key);
    if (group) group.push(i);
    else byHash.set(key, [i]);
  }
  const groups = [...byHash.values()].filter((group) => group.length > 1);
  const firsts = groups.map(([first]) => first);
  const contrast = contrasts(imagesAt(data, firsts));
  return groups.filter((_, g) => contrast[g] >= BLANK_CONTRAST);
}
