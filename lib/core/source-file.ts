import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { InputError } from './errors';
import { ROOT } from './files';

/** The export of a user's program, and its source files. */
export interface Source {
  /** Its default export. */
  readonly value: unknown;
  /** SHA-256 of the file and of the files that it imports, by path, without packages and the project's `lib`. */
  readonly files: Readonly<Record<string, string>>;
}

const LIB = join(ROOT, 'lib');

/** Sources by path. The process caches modules, so this must survive a hot reload of this file too. */
const LOADED = Symbol.for('fer.core.sources');
const shared = globalThis as { [LOADED]?: Map<string, Source> };
shared[LOADED] ??= new Map();
const loaded = shared[LOADED];

/** Whether a value of a key is a path and not a name: it contains a slash or ends in `.ts`, `.js` or `.cjs`. */
export function isPath(value: string): boolean {
  return /\/|\.(ts|js|cjs)$/.test(value);
}

/** The path relative to the project's root, such as `./my_net.ts`; absolute if the file is outside the project. */
export function properPath(path: string): string {
  const file = resolve(ROOT, path);
  const inside = relative(ROOT, file);
  return inside.startsWith('..') ? file : `./${inside}`;
}

/** Whether a file exists at a path relative to the project's root. */
export function isFile(path: string): boolean {
  return statSync(resolve(ROOT, path), { throwIfNoEntry: false })?.isFile() ?? false;
}

/**
 * Runs a TypeScript or JavaScript file. Runs it again if it was edited since the last call.
 *
 * @param key key with the path, for messages
 * @param path relative to the project's root
 * @throws {InputError} if the file is missing or fails to load
 */
export function loadSource(key: string, path: string): Source {
  const file = resolve(ROOT, path);
  if (!isFile(path)) throw new InputError(key, path, 'must be a file; there is none');
  const before = loaded.get(file);
  if (before && require.cache[file] && isUnchanged(before)) return before;
  for (const own of Object.keys(before?.files ?? { [file]: '' })) delete require.cache[resolve(ROOT, own)];
  try {
    const exported: unknown = require(file);
    const value = isObject(exported) && 'default' in exported ? exported.default : exported;
    const source = { value, files: digests(ownFiles(require.cache[file]!)) };
    loaded.set(file, source);
    return source;
  } catch (error) {
    throw new InputError(key, path, `must load: ${reasonOf(error, file)}`);
  }
}

/** SHA-256 of a file, by its path relative to the project's root; undefined if it does not exist. */
export function digestOf(path: string): string | undefined {
  const file = resolve(ROOT, path);
  return existsSync(file) ? createHash('sha256').update(readFileSync(file)).digest('hex') : undefined;
}

function isUnchanged({ files }: Source): boolean {
  return Object.entries(files).every(([path, sha256]) => digestOf(path) === sha256);
}

function digests(files: Iterable<string>): Record<string, string> {
  return Object.fromEntries(Array.from(files, (file) => [properPath(file), digestOf(file)!]));
}

/** Files of a module and of its imports, without packages and `lib`. */
function ownFiles(module: NodeJS.Module, found = new Set<string>()): Set<string> {
  const { filename, children } = module;
  if (found.has(filename) || filename.startsWith(`${LIB}/`) || filename.includes('/node_modules/')) return found;
  found.add(filename);
  for (const child of children) ownFiles(child, found);
  return found;
}

/** The reason of an error in one line, with its position in the file if known. */
function reasonOf(error: unknown, file: string): string {
  const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
  const lines = message.split('\n').filter((line) => line.trim() !== '');
  const [line = 'no reason given'] = lines;
  const place = stack.split(`${file}:`)[1]?.match(/^\d+/)?.[0];
  return place === undefined || line.includes(file) ? line : `${line} (line ${place})`;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
