import { basename } from 'node:path';
import { InputError } from '../../../core/errors';
import { statOf } from '../../../data/files/disk';
import { zipFiles } from '../../../data/files/zip';
import type { Checkpoint } from './checkpoint';
import { unpickle } from './pickle';

/**
 * Opens a checkpoint of PyTorch 1.6 or later: a zip archive with one folder that contains `data.pkl`, a file `data/KEY`
 * per storage, and `byteorder`.
 *
 * @throws {InputError} if it is damaged, or contains something that `unpickle` does not build
 */
export async function openZipped(path: string): Promise<Checkpoint> {
  const file = basename(path);
  const { size } = statOf(path);
  let pickle: Uint8Array | undefined;
  for await (const entry of zipFiles(path, file)) {
    const inner = innerPath(entry.path, file);
    // PyTorch does not compress, so content larger than the archive can only be an attempt to fill the memory.
    if (entry.size > size) throw new InputError(entry.path, `${entry.size} bytes`, 'must not be compressed');
    if (inner === 'data.pkl') pickle = await entry.whole();
    if (inner === 'byteorder') requireLittleEndian(file, Buffer.from(await entry.whole()).toString('latin1'));
  }
  if (!pickle) throw new InputError(file, 'a zip archive without data.pkl', 'must be a checkpoint of PyTorch');
  const { value } = unpickle(Buffer.from(pickle), file);
  return { value, storages: (keys) => readStorages(path, keys) };
}

async function readStorages(path: string, keys: ReadonlySet<string>): Promise<Map<string, Uint8Array>> {
  const file = basename(path);
  const found = new Map<string, Uint8Array>();
  for await (const entry of zipFiles(path, file)) {
    const key = /^data\/(.+)$/.exec(innerPath(entry.path, file))?.[1];
    if (key !== undefined && keys.has(key)) found.set(key, await entry.whole());
  }
  return found;
}

/** The path without the archive's name and its folder. */
function innerPath(path: string, file: string): string {
  const inner = path.slice(file.length + 1);
  return inner.slice(inner.indexOf('/') + 1);
}

function requireLittleEndian(file: string, order: string): void {
  if (order !== 'little') throw new InputError(file, 'its byte order', 'must be little');
}
