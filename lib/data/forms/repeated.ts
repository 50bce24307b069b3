import { createHash } from 'node:crypto';
import { InputError } from '../../core/errors';
import { excerpt } from '../../core/excerpt';
import { filesAt } from '../files/files-at';
import type { SourceFile } from '../files/source-file';
import type { LabelledFile } from './images';
import { type LabelNames, labelOfNumber, labelOfWord } from './labels';
import { splitNamed } from './split-names';

/** The files to read, each image once, and what was skipped. */
export interface OnceOnly {
  readonly files: readonly LabelledFile[];
  readonly notices: readonly string[];
}

/**
 * A file with the folder that determines its split and label, and with the properties that a copy of that folder
 * shares.
 */
interface Placed {
  readonly file: LabelledFile;
  readonly folder: string;
  /** Split, label and path below the folder. */
  readonly key: string;
}

/**
 * Skips folders that repeat another, such as an archive next to its unpacked folder: the same files, byte for byte, in
 * two folders of the same split and label.
 *
 * @throws {InputError} if two folders share only some files, so that it is unclear which one to read
 */
export async function withoutRepeats(
  path: string,
  files: readonly LabelledFile[],
  names: LabelNames,
): Promise<OnceOnly> {
  const placed = files.map((file) => placedBy(file, names));
  const counts = new Map<string, number>();
  for (const { folder } of placed) counts.set(folder, (counts.get(folder) ?? 0) + 1);
  const repeated = new Map<string, string>();
  for (const [pair, same] of overlaps(await twinsOf(path, placed))) {
    const [kept, other] = pair.split('\0');
    const sizes = [counts.get(kept)!, counts.get(other)!];
    if (sizes.every((size) => size === same)) repeated.set(other, kept);
    else if (2 * same >= Math.min(...sizes))
      throw new InputError(
        excerpt(other),
        `${same} of ${sizes[1]} images are also in ${excerpt(kept)}`,
        'must be another set of images, or be moved away',
      );
  }
  if (repeated.size === 0) return { files, notices: [] };
  const rest = placed.filter(({ folder }) => !repeated.has(folder));
  const [[other, kept]] = repeated;
  const n = (files.length - rest.length).toLocaleString('en');
  const notice = `skipped: ${n} images that exist twice (${excerpt(other)} contains those of ${excerpt(kept)})`;
  return { files: rest.map(({ file }) => file), notices: [notice] };
}

function placedBy(file: LabelledFile, names: LabelNames): Placed {
  const parts = file.path.split('/');
  const last = parts.slice(0, -1).findLastIndex((part) => isNamed(part, names));
  const place = parts.slice(last + 1).join('/');
  return { file, folder: parts.slice(0, last + 1).join('/'), key: `${file.split}/${file.label}/${place}` };
}

function isNamed(folder: string, names: LabelNames): boolean {
  return [splitNamed(folder), labelOfWord(folder, names), labelOfNumber(folder, names)].some((x) => x !== undefined);
}

/** Files with the same key and the same bytes: only those of equal size are read. */
async function twinsOf(path: string, placed: readonly Placed[]): Promise<Placed[][]> {
  const sameKey = groups(placed, ({ key }) => key);
  if (sameKey.length === 0) return [];
  const sizes = await perFile(path, sameKey.flat(), async ({ size }) => String(size));
  const sameSize = groups(sameKey.flat(), ({ key, file }) => `${key}\0${sizes.get(file.path)}`);
  if (sameSize.length === 0) return [];
  const digests = await perFile(path, sameSize.flat(), digestOf);
  return groups(sameSize.flat(), ({ key, file }) => `${key}\0${digests.get(file.path)}`);
}

/** The number of common files of each pair of folders; the key joins both by a null character. */
function overlaps(twins: readonly (readonly Placed[])[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [kept, ...others] of twins)
    for (const { folder } of others) {
      const pair = `${kept.folder}\0${folder}`;
      counts.set(pair, (counts.get(pair) ?? 0) + 1);
    }
  return counts;
}

/** Groups of files with the same key. */
function groups(placed: readonly Placed[], keyOf: (each: Placed) => string): Placed[][] {
  const found = new Map<string, Placed[]>();
  for (const each of placed) {
    const key = keyOf(each);
    const group = found.get(key);
    if (group) group.push(each);
    else found.set(key, [each]);
  }
  return [...found.values()].filter((group) => group.length > 1);
}

async function perFile<T>(
  path: string,
  placed: readonly Placed[],
  read: (file: SourceFile) => Promise<T>,
): Promise<Map<string, T>> {
  const wanted = new Set(placed.map(({ file }) => file.path));
  const found = new Map<string, T>();
  for await (const file of filesAt(path)) if (wanted.has(file.path)) found.set(file.path, await read(file));
  return found;
}

async function digestOf(file: SourceFile): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of file.bytes()) hash.update(chunk);
  return hash.digest('hex');
}
