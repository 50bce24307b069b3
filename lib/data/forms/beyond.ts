import { createHash } from 'node:crypto';
import { type Dataset, pixelsAt } from '../dataset';

/**
 * How many images of a data set another does not hold with the same label.
 * @param withSplits whether the split must be the same too
 */
export function beyond(part: Dataset, whole: Dataset, withSplits: boolean): number {
  const held = new Set(keysOf(whole, withSplits));
  return keysOf(part, withSplits).filter((key) => !held.has(key)).length;
}

function keysOf(data: Dataset, withSplits: boolean): string[] {
  const { labels, splits } = data;
  return Array.from(labels, (label, i) => {
    const pixels = pixelsAt(data, i);
    return `${createHash('md5').update(pixels).digest('base64')}${label}${withSplits ? splits[i] : ''}`;
  });
}
