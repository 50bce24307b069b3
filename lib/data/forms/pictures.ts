import { setImmediate } from 'node:timers/promises';
import { DatasetBuilder } from '../builder';
import type { Dataset } from '../dataset';
import { filesAt } from '../files/open';
import { pictureDecoder } from './decode';

/** A picture's file, and what is known of it. */
export interface Picture {
  readonly path: string;
  readonly label: number;
  readonly split: number;
}

/** Told how many images have been read of how many: of pictures, which take some 10 s where a table takes one. */
export type OnProgress = (done: number, of: number) => void;

/**
 * Reads pictures, in the order of the splits, and there of the last number in their names: the row of fer2013.csv where
 * the names keep it.
 *
 * @param path the folder or archive that holds them
 */
export async function readPictures(
  path: string,
  pictures: readonly Picture[],
  name: string,
  onProgress?: OnProgress,
): Promise<Dataset> {
  const places = new Map(inOrder(pictures).map((picture, row) => [picture.path, { ...picture, row }]));
  const decode = await pictureDecoder();
  const builder = new DatasetBuilder(pictures.length);
  for await (const file of filesAt(path)) {
    const picture = places.get(file.path);
    if (picture === undefined) continue;
    const pixels = decode(await file.whole(), file.path);
    builder.images.set(pixels, builder.reserve());
    builder.add(picture.label, picture.split, picture.row);
    if (builder.count % PICTURES_A_REPORT !== 0) continue;
    onProgress?.(builder.count, pictures.length);
    await setImmediate(); // lets an interrupt in
  }
  return builder.inRowOrder(name);
}

const PICTURES_A_REPORT = 256;

function inOrder(pictures: readonly Picture[]): Picture[] {
  const { compare } = new Intl.Collator('en', { numeric: true });
  const numbered = pictures.map((picture) => ({ ...picture, number: lastNumber(picture.path) }));
  return numbered.sort((a, b) => a.split - b.split || a.number - b.number || compare(a.path, b.path));
}

function lastNumber(path: string): number {
  return Number(/(\d+)\D*$/.exec(path)?.[1] ?? -1);
}
