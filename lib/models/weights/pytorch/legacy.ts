import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { InputError } from '../../../core/errors';
import type { Checkpoint } from './checkpoint';
import { unpickle } from './pickle';
import type { Storage } from './values';

/** First bytes of such a file: the pickle of PyTorch's magic number. */
const HEAD = Buffer.from('80028a0a6cfc9c46f9206aa850192e', 'hex');
const PROTOCOL = 1001;

export function isLegacy(head: Uint8Array): boolean {
  return HEAD.equals(head.subarray(0, HEAD.length));
}

/**
 * Opens a checkpoint in PyTorch's format before 1.6: pickles of a magic number, the protocol number, the machine, the
 * value and the storages' keys, then each storage after its length. It has no checksums, so damaged numbers go
 * unnoticed.
 *
 * @throws {InputError} if it is truncated, or contains something that `unpickle` does not build
 */
export function openLegacy(path: string): Checkpoint {
  const file = basename(path);
  const bytes = readFileSync(path);
  let at = HEAD.length;
  const storages = new Map<string, Storage>();
  const next = () => {
    const { value, end } = unpickle(bytes, file, at, (storage) => storages.set(storage.key, storage));
    at = end;
    return value;
  };
  const [protocol, machine, value, keys] = [next(), next(), next(), next()];
  if (protocol !== PROTOCOL || !(machine instanceof Map) || machine.get('little_endian') !== true) {
    throw new InputError(file, 'its protocol or byte order', `must be ${PROTOCOL}, little-endian`);
  }
  const found = readStorages(bytes, at, keys, storages, file);
  return { value, storages: async () => found };
}

function readStorages(
  bytes: Buffer,
  start: number,
  keys: unknown,
  storages: ReadonlyMap<string, Storage>,
  file: string,
): Map<string, Uint8Array> {
  const found = new Map<string, Uint8Array>();
  let at = start;
  for (const key of Array.isArray(keys) ? keys : []) {
    const storage = storages.get(key);
    const end = at + LENGTH_BYTES + (storage?.bytes ?? Number.POSITIVE_INFINITY);
    if (!storage || end > bytes.length || bytes.readBigInt64LE(at) !== BigInt(storage.elements)) {
      throw new InputError(
        file,
        'truncated or damaged',
        'must contain each storage that it names, with the stated length',
      );
    }
    found.set(storage.key, bytes.subarray(at + LENGTH_BYTES, end));
    at = end;
  }
  return found;
}

const LENGTH_BYTES = 8;
