import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { crc32 } from 'node:zlib';
import { draftOf, ROOT } from '../core/files';
import type { Loaded } from './forms/loaded';

/** Folder of parsed data, for other processes. Parsing FER2013's table takes fifteen times as long as reading this. */
export const PARSED = join(ROOT, '.cache', 'data');
/** Data sets with fewer bytes of pixels are not kept, since parsing them is fast. */
const WORTHWHILE = 16e6;
/** Data sets that are kept, some 80 MB each; drawn faces take 32 MB for each seed. */
const LIMIT = 6;
/** Coarsest resolution of change times, in milliseconds: a file that changes twice within it may keep its time. */
const TICK = 2000;

export interface ParsedCacheOptions {
  /** @default {@link PARSED} */
  readonly folder?: string;
  /** @default 16 MB */
  readonly worthwhile?: number;
}

/**
 * What `parse` returns for the files at a path: from the cache if neither the files nor the code in `lib/data` has
 * changed since. A file has changed if its name, size, inode, modification time or ctime differs; programs cannot set
 * the ctime. Entries are written atomically and checked when they are read, and equal what was parsed.
 *
 * @param dataset value of `dataset=` that the path is read as: one path can be read as several data sets
 */
export async function parsedOnce(
  dataset: string,
  path: string,
  parse: () => Promise<Loaded>,
  { folder = PARSED, worthwhile = WORTHWHILE }: ParsedCacheOptions = {},
): Promise<Loaded> {
  const files = attempt(() => filesBelow(path));
  if (files === undefined) return parse(); // which reports the error
  const entry = join(folder, digest([dataset, path]).toString('hex'));
  const state = stateOf(files);
  const kept = attempt(() => readEntry(entry, state));
  if (kept) return kept;
  const loaded = await parse();
  const isSettled = files.every(({ changed }) => changed < Date.now() - TICK);
  const isSame = attempt(() => stateOf(filesBelow(path)).equals(state));
  if (loaded.data.images.length >= worthwhile && isSettled && isSame) attempt(() => writeEntry(entry, state, loaded));
  return loaded;
}

interface FileState {
  /** Name, device, inode, size, modification time and ctime. */
  readonly state: string;
  /** The ctime, in milliseconds since 1970. */
  readonly changed: number;
}

function filesBelow(path: string, name = basename(path)): FileState[] {
  const stats = statSync(path, { bigint: true });
  if (stats.isDirectory()) {
    return readdirSync(path)
      .sort()
      .flatMap((child) => filesBelow(join(path, child), `${name}/${child}`));
  }
  const { dev, ino, size, mtimeNs, ctimeNs, ctimeMs } = stats;
  return [{ state: [name, dev, ino, size, mtimeNs, ctimeNs].join(), changed: Number(ctimeMs) }];
}

/** A digest of the files and of the code that reads them, `[32]`. */
function stateOf(files: readonly FileState[]): Buffer {
  const code = readdirSync(__dirname, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(ts|bin)$/.test(file))
    .sort()
    .map((file) => readFileSync(join(__dirname, file), 'latin1'));
  return digest([...code, ...files.map(({ state }) => state)]);
}

/** An entry is the state, the CRC-32 of the content, and the content. */
function readEntry(entry: string, state: Buffer): Loaded | undefined {
  const bytes = readFileSync(entry);
  const content = bytes.subarray(HEADER);
  const isWhole = bytes.subarray(0, state.length).equals(state) && bytes.readUInt32LE(state.length) === crc32(content);
  return isWhole ? deserialize(content) : undefined;
}

const HEADER = 40; // whole words before the content, whose columns are then read in place

function writeEntry(entry: string, state: Buffer, loaded: Loaded): void {
  const folder = join(entry, '..');
  mkdirSync(folder, { recursive: true });
  const age = (name: string) => statSync(join(folder, name)).mtimeMs;
  const others = readdirSync(folder).filter((name) => join(folder, name) !== entry);
  const oldest = others.sort((a, b) => age(b) - age(a)).slice(LIMIT - 1);
  for (const name of oldest) rmSync(join(folder, name), { force: true });
  const content = serialize(loaded);
  const header = Buffer.alloc(HEADER);
  state.copy(header);
  header.writeUInt32LE(crc32(content), state.length);
  const draft = draftOf(entry);
  try {
    writeFileSync(draft, Buffer.concat([header, content]));
    renameSync(draft, entry);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

function digest(parts: readonly string[]): Buffer {
  const sha = createHash('sha256');
  for (const part of parts) sha.update(`${part.length}:`).update(part);
  return sha.digest();
}

/** The result of `body`, or undefined on any error: the cache is optional, so a full disk must not stop a command. */
function attempt<T>(body: () => T): T | undefined {
  try {
    return body();
  } catch {
    return undefined;
  }
}
