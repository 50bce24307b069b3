import { type Stats, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { InputError } from '../../errors';

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

/** The bytes of a file on the disk, through one buffer that every chunk lies in. */
export async function* readFileBytes(path: string): AsyncGenerator<Uint8Array> {
  const file = await open(path);
  try {
    const buffer = Buffer.allocUnsafeSlow(CHUNK);
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, CHUNK);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

const CHUNK = 1 << 18;
