import { InputError } from '../../core/errors';
import { filesAt, IMAGE_NAME } from '../files/files-at';
import type { SourceFile } from '../files/source-file';
import { type Layout, parseHeader } from '../table/header';
import { backupsAmong } from './backups';
import { formatOf } from './image-formats';
import { isParquet } from './parquet';

/** A header with one column per pixel has about 30,000 bytes. */
const HEADER_BYTES = 1 << 16;

/** The files at a path, by type. */
export interface Contents {
  readonly tables: ReadonlyMap<string, Layout>;
  readonly parquet: readonly string[];
  readonly images: readonly string[];
  /** Other files, and why they are not tables. */
  readonly others: ReadonlyMap<string, InputError>;
  /** First line of every file that is neither an image nor parquet, at most 64 KiB of it. */
  readonly headers: ReadonlyMap<string, string>;
  /** Files created by systems and tools, such as `.DS_Store`. */
  readonly hidden: readonly string[];
  /** Files that are backups according to their names. */
  readonly backups: readonly string[];
}

/**
 * Inspects the files at a path.
 * @throws {InputError} if one cannot be read, or if an archive contains two files with the same name
 */
export async function contentsOf(path: string): Promise<Contents> {
  const tables = new Map<string, Layout>();
  const parquet: string[] = [];
  const images: string[] = [];
  const others = new Map<string, InputError>();
  const headers = new Map<string, string>();
  const hidden: string[] = [];
  const seen = new Set<string>();
  for await (const file of filesAt(path, (name) => hidden.push(name))) {
    if (seen.has(file.path)) throw new InputError(file.path, 'twice in its archive', 'must occur once');
    seen.add(file.path);
    const head = IMAGE_NAME.test(file.name) ? undefined : await file.head(HEAD_BYTES);
    if (head === undefined || formatOf(head)) images.push(file.path);
    else if (isParquet(head)) parquet.push(file.path);
    else {
      headers.set(file.path, firstLine(Buffer.from(await file.head(HEADER_BYTES)).toString('utf8')));
      const layout = await layoutOf(file);
      if (layout instanceof InputError) others.set(file.path, layout);
      else tables.set(file.path, layout);
    }
  }
  const backups = new Set(backupsAmong([...seen]));
  const kept = (name: string) => !backups.has(name);
  return {
    tables: new Map([...tables].filter(([name]) => kept(name))),
    parquet: parquet.filter(kept),
    images: images.filter(kept),
    others: new Map([...others].filter(([name]) => kept(name))),
    headers: new Map([...headers].filter(([name]) => kept(name))),
    hidden,
    backups: [...backups],
  };
}

/** Number of bytes that identify an image's format. */
const HEAD_BYTES = 16;

async function layoutOf(file: SourceFile): Promise<Layout | InputError> {
  const head = Buffer.from(await file.head(HEADER_BYTES));
  if (head.length === 0) return new InputError(file.path, 'empty', 'must be a table of emotion, pixels and Usage');
  if (head.subarray(1, 5).toString('latin1') === '7zXZ')
    return new InputError(file.path, 'packed with xz', 'must be unpacked first, with xz -dk');
  try {
    return parseHeader(firstLine(head.toString('utf8')), file.path);
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
}

function firstLine(text: string): string {
  return text.split(/\r?\n/, 1)[0].replace(/^\ufeff/, '');
}
