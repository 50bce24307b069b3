import { closeSync, fstatSync, openSync, readSync, type Stats, statSync } from 'node:fs';
import { InputError } from '../../core/errors';

/**
 * Information about a path.
 * @throws {InputError} if it does not exist or cannot be read
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

/** The bytes of a file on disk. All chunks share one buffer. */
export async function* readFileBytes(path: string): AsyncGenerator<Uint8Array> {
  const file = openSync(path, 'r');
  try {
    const buffer = Buffer.allocUnsafeSlow(Math.min(CHUNK, Math.max(1, fstatSync(file).size)));
    for (;;) {
      const length = readSync(file, buffer);
      if (length === 0) return;
      yield buffer.subarray(0, length);
    }
  } finally {
    closeSync(file);
  }
}

const CHUNK = 1 << 18;
