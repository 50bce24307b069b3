import { closeSync, createReadStream, openSync, readSync, type Stats, statSync } from 'node:fs';
import { InputError } from '../../errors';
import type { Chunks } from './source';

/**
 * What stands at a path.
 * @throws {InputError} where nothing does, or nothing that can be read
 */
export function statOf(path: string): Stats {
  try {
    return statSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') throw new InputError('path', path, 'must be a file or folder');
    throw new InputError('path', path, `must be readable (${code})`);
  }
}

/** The bytes of a file on the disk. */
export function readFileBytes(path: string): Chunks {
  return createReadStream(path, { highWaterMark: 1 << 20 });
}

/** The first bytes of a file on the disk, which tell what it is. */
export function headOf(path: string, length: number): Uint8Array {
  const head = new Uint8Array(length);
  const file = openSync(path, 'r');
  try {
    return head.subarray(0, readSync(file, head, 0, length, 0));
  } finally {
    closeSync(file);
  }
}
