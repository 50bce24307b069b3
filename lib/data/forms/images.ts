import { setImmediate } from 'node:timers/promises';
import { DatasetBuilder, type Shared } from '../builder';
import type { Dataset } from '../dataset';
import { filesAt } from '../files/open';
import { imageDecoder } from './decode';

/** An image file with its label and split. */
export interface LabelledFile {
  readonly path: string;
  readonly label: number;
  /** Index into `SPLITS`. */
  readonly split: number;
}

/** Receives the number of images read and their total: reading 36,000 files takes about 10 s, a table 1 s. */
export type OnProgress = (done: number, of: number) => void;

/**
 * Reads image files, sorted by split, then by the last number in their names: the row of fer2013.csv if the names
 * contain it.
 *
 * @param path the folder or archive with the files
 * @throws {InputError} if one is damaged or not 48×48
 */
export async function readImages(
  path: string,
  files: readonly LabelledFile[],
  shared: Shared,
  onProgress?: OnProgress,
): Promise<Dataset> {
  const places = new Map(inOrder(files).map((file, row) => [file.path, { ...file, row }]));
  const decode = await imageDecoder();
  const builder = new DatasetBuilder(shared, files.length);
  for await (const file of filesAt(path)) {
    const place = places.get(file.path);
    if (place === undefined) continue;
    const pixels = await decode(await file.whole(), file.path);
    builder.images.set(pixels, builder.reserve());
    builder.add(place.label, place.split, place.row);
    if (builder.count % IMAGES_A_REPORT !== 0) continue;
    onProgress?.(builder.count, files.length);
    await setImmediate(); // so that an interrupt is noticed
  }
  return builder.inRowOrder();
}

const IMAGES_A_REPORT = 256;

function inOrder(files: readonly LabelledFile[]): LabelledFile[] {
  const { compare } = new Intl.Collator('en', { numeric: true });
  const numbered = files.map((file) => ({ ...file, number: lastNumber(file.path) }));
  return numbered.sort((a, b) => a.split - b.split || a.number - b.number || compare(a.path, b.path));
}

function lastNumber(path: string): number {
  return Number(/(\d+)\D*$/.exec(path)?.[1] ?? -1);
}
