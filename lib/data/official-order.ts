import { type Dataset, imagesAt } from './dataset';
import { isOfficial } from './official';
import { fingerprint, type OfficialRows, officialRows, rowsByPixels } from './official-rows';

/**
 * Sorts the images like the official fer2013.csv, with its rows, if it contains all of them: then every copy with
 * unchanged pixels, labels and splits gives the same data set, whatever its order. Labels and splits are those of the
 * copy. Rows with equal pixels are matched by split and label, then by label, then by split.
 *
 * @returns `data` itself if it is in this order, or if an image's pixels occur in no row, or in fewer rows than in
 * `data`
 */
export function inOfficialOrder(data: Dataset, official?: OfficialRows): Dataset {
  const rows = isOfficial(data) ? undefined : rowsOf(data, official ?? officialRows());
  if (rows === undefined) return data;
  const order = Array.from(rows.keys()).sort((a, b) => rows[a] - rows[b]);
  const identified = { ...data, rows };
  return order.every((from, to) => from === to) ? identified : imagesAt(identified, order);
}

/** The official row of each image, `[n]`; undefined if not every image has its own. */
function rowsOf(data: Dataset, official: OfficialRows): Uint32Array | undefined {
  const byPixels = rowsByPixels(official);
  const rests = new Uint16Array(data.labels.length);
  const same = new Map<number, number[]>();
  for (let i = 0; i < data.labels.length; i++) {
    const { pixels, rest } = fingerprint(data, i);
    if (!byPixels.has(pixels)) return undefined;
    rests[i] = rest;
    same.set(pixels, [...(same.get(pixels) ?? []), i]);
  }
  const hasLabel = (image: number, row: number) => (rests[image] ^ data.labels[image]) === official.labelled[row];
  const hasSplit = (image: number, row: number) => data.splits[image] === official.splits[row];
  const likeness = (image: number, row: number) => 2 * Number(hasLabel(image, row)) + Number(hasSplit(image, row));
  const rows = new Uint32Array(data.labels.length);
  for (const [pixels, images] of same) {
    const free = byPixels.get(pixels)!;
    if (images.length > free.length) return undefined;
    for (const [image, row] of matched(images, free, likeness)) rows[image] = row;
  }
  return rows;
}

/** Matches images with rows, the best match first; ties in order of images and rows. */
function matched(
  images: readonly number[],
  rows: readonly number[],
  likeness: (image: number, row: number) => number,
): Map<number, number> {
  const pairs = images.flatMap((image) => rows.map((row) => ({ image, row, like: likeness(image, row) })));
  const taken = new Set<number>();
  const matches = new Map<number, number>();
  for (const { image, row } of pairs.sort((a, b) => b.like - a.like)) {
    if (matches.has(image) || taken.has(row)) continue;
    matches.set(image, row);
    taken.add(row);
  }
  return matches;
}
