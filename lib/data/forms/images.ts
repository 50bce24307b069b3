import { setImmediate } from 'node:timers/promises';
import { counted } from '../../core/counted';
import { InputError } from '../../core/errors';
import { excerpt } from '../../core/excerpt';
import { DatasetBuilder, type Shared } from '../builder';
import type { Dataset } from '../dataset';
import { filesAt } from '../files/files-at';
import { type Box, fittingDecoder, imageDecoder } from './decode';

/** An image file with its label and split. */
export interface LabelledFile {
  readonly path: string;
  readonly label: number;
  /** Index into `SPLITS`. */
  readonly split: number;
  /** The part of the image to read. @default all */
  readonly box?: Box;
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
  const decode = await imageDecoder();
  return readAll(path, files, shared, (bytes, file) => decode(bytes, file.path), onProgress);
}

/** Images that were read, and lines on what was resized or left out. */
export interface FittedImages {
  readonly data: Dataset;
  readonly notices: readonly string[];
}

/**
 * Reads image files of any size, in the order of {@link readImages}. Files that cannot be read are left out.
 *
 * @param shared `size` is what images are resized to
 * @throws {InputError} if none can be read
 */
export async function readFittedImages(
  path: string,
  files: readonly LabelledFile[],
  shared: Shared,
  onProgress?: OnProgress,
): Promise<FittedImages> {
  const decode = await fittingDecoder(shared.size);
  const unreadable: string[] = [];
  let first: InputError | undefined;
  const read = async (bytes: Uint8Array, { path: name, box }: LabelledFile) => {
    try {
      return await decode(bytes, name, box);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      first ??= error;
      unreadable.push(name);
      return undefined;
    }
  };
  const data = await readAll(path, files, shared, read, onProgress);
  if (first && unreadable.length === files.length) throw first;
  const { all, cut } = decode.resized;
  const square = cut > 0 ? `, ${cut.toLocaleString('en')} of them cut to their centred squares` : '';
  const size = `${shared.size}×${shared.size}`;
  const names = unreadable.slice(0, SHOWN).map((name) => excerpt(name));
  const more = unreadable.length > SHOWN ? ', …' : '';
  return {
    data,
    notices: [
      ...(all > 0 ? [`resized: ${counted(all, 'image')} of other sizes to ${size}${square}`] : []),
      ...(unreadable.length > 0
        ? [`left out: ${counted(unreadable.length, 'unreadable image')} (${names.join(', ')}${more})`]
        : []),
    ],
  };
}

/** Unreadable files that a notice names. */
const SHOWN = 5;

type Read = (bytes: Uint8Array, file: LabelledFile) => Promise<Uint8Array | undefined>;

/** @param read undefined leaves the image out */
async function readAll(
  path: string,
  files: readonly LabelledFile[],
  shared: Shared,
  read: Read,
  onProgress?: OnProgress,
): Promise<Dataset> {
  const places = new Map(inOrder(files).map((file, row) => [file.path, { ...file, row }]));
  const builder = new DatasetBuilder(shared, files.length);
  for await (const file of filesAt(path)) {
    const place = places.get(file.path);
    if (place === undefined) continue;
    const pixels = await read(await file.whole(), place);
    if (pixels === undefined) continue;
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
