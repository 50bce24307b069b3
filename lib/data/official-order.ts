import { type Dataset, imagesAt } from './dataset';
import { isOfficial } from './official';
import { fingerprint, type OfficialRows, officialRows, rowsByPixels } from './official-rows';

/**
 * The images in the order of the official fer2013.csv, with its rows, if it holds each of them: then every copy that
 * kept pixels, labels and splits gives the same data set, whatever its order. Labels and splits are the copy's own.
 * Rows of the same pixels go to the image of their split and label, else of their label, else of their split.
 *
 * @returns `data` itself if it is in this order, or if an image's pixels occur in no row, or in fewer rows than in `data`
 */
export function inOfficialOrder(data: Dataset, official?: OfficialRows): Dataset {
  const rows = isOfficial(data) ? undefined : rowsOf(data, official ?? officialRows());
  if (rows === undefined) return data;
  const order = Array.from(rows.keys()).sort((a, b) => rows[a] - rows[b]);
  const identified = { ...data, rows };
  return order.every((from, to) => from === to) ? identified : imagesAt(identified, order);
}

/** The official row of each image, `[n]`; undefined if not all have one of their own. */
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

/** Pairs each image with a row of its own, the likest first; of those equally like, the first image with the first row. */
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
