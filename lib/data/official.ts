import { count, type Dataset, EMOTIONS, hash, SPLITS } from './dataset';

/** Hash of fer2013.csv as the challenge published it (md5 f8428a1edbd21e88f42c73edd2a14f95). */
const OFFICIAL_HASH = 'bb183fb6943ddf60cee1219371efd38a18d40392d446398712869eac5e880089';

/** Number of images per class in each split of FER2013. */
export const OFFICIAL_COUNTS = [
  [3995, 436, 4097, 7215, 4830, 3171, 4965],
  [467, 56, 496, 895, 653, 415, 607],
  [491, 55, 528, 879, 594, 416, 626],
] as const;

const SIZES = OFFICIAL_COUNTS.map(sum);
const TRAINING = SPLITS.indexOf('Training');

/** Whether all images, labels and splits are those of the official fer2013.csv, in its order. */
export function isOfficial(data: Dataset): boolean {
  return count(data) === sum(SIZES) && hash(data) === OFFICIAL_HASH;
}

/**
 * How a copy of FER2013 differs from the official file, and what that means for results, in one line; undefined if it
 * does not differ.
 */
export function departure(data: Dataset): string | undefined {
  if (isOfficial(data)) return undefined;
  const counts = SPLITS.map(() => EMOTIONS.map(() => 0));
  for (const [i, label] of data.labels.entries()) counts[data.splits[i]][label]++;
  if (String(counts) === String(OFFICIAL_COUNTS))
    return 'the counts equal those of the official fer2013.csv, but not all pixels and labels do: a re-encoded copy gives other results';
  const n = count(data);
  const sizes = counts.map(sum);
  if (n < sum(SIZES)) return `${formatted(n)} of the official ${formatted(sum(SIZES))} images: ${truncated(sizes)}`;
  if (n > sum(SIZES))
    return `${formatted(n)} images, more than the official ${formatted(sum(SIZES))}: not FER2013 alone, and results compare with no published ones`;
  if (String(sizes) === String([SIZES[0], SIZES[1] + SIZES[2], 0]))
    return 'all images of the official fer2013.csv, but a merged copy: its PublicTest holds PrivateTest as well, and no published result was measured on both';
  return 'as many images as the official fer2013.csv, but other splits or labels: results compare with no published ones';
}

function truncated(sizes: readonly number[]): string {
  const short = SPLITS.flatMap((split, k) =>
    sizes[k] < SIZES[k] ? [`${split} has ${formatted(sizes[k])} of ${formatted(SIZES[k])}`] : [],
  );
  const testsAreWhole = SIZES.every((size, k) => k === TRAINING || sizes[k] === size);
  const meaning = testsAreWhole
    ? 'results compare with published ones, but come from fewer faces'
    : 'results compare with no published ones';
  return `a truncated copy (${short.join(', ')}); ${meaning}`;
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, each) => total + each, 0);
}

function formatted(n: number): string {
  return n.toLocaleString('en');
}
