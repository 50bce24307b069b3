import { classCounts, count, type Dataset, hash, SPLITS, select } from './dataset';

/** Of fer2013.csv as the challenge published it, whose md5 is f8428a1edbd21e88f42c73edd2a14f95. */
const OFFICIAL_HASH = 'bb183fb6943ddf60cee1219371efd38a18d40392d446398712869eac5e880089';

/** Images a class in each split of FER2013. */
export const OFFICIAL_COUNTS = [
  [3995, 436, 4097, 7215, 4830, 3171, 4965],
  [467, 56, 496, 895, 653, 415, 607],
  [491, 55, 528, 879, 594, 416, 626],
] as const;

const OFFICIAL_TOTAL = 35_887;

/** Says in a line how a copy of FER2013 compares with the official file, and what that means for results. */
export function compareWithOfficial(data: Dataset): string {
  if (hash(data) === OFFICIAL_HASH) return 'every image, label and split is that of the official fer2013.csv';
  const counts = SPLITS.map((split) => classCounts(select(data, split)));
  if (String(counts) === String(OFFICIAL_COUNTS))
    return 'the counts are those of the official fer2013.csv, but pixels or their order are not: a copy that was encoded again gives other results';
  const n = count(data).toLocaleString('en');
  if (count(data) < OFFICIAL_TOTAL)
    return `${n} of the official 35,887 images: a truncated copy, whose results compare with no published ones`;
  if (count(data) === OFFICIAL_TOTAL)
    return 'as many images as the official fer2013.csv, but other splits or labels: results compare with no published ones';
  return `${n} images, more than the official 35,887: not FER2013 alone, and results compare with no published ones`;
}
