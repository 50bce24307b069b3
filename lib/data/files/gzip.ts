import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { InputError } from '../../core/errors';
import { type Chunks, kept } from './source-file';

/** Whether a file that starts with these bytes is gzip (RFC 1952). */
export function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b;
}

/**
 * Unpacks gzip.
 * @param name name of the file in messages
 * @throws {InputError} if it is truncated or damaged
 */
export async function* gunzip(packed: Chunks, name: string): Chunks & AsyncGenerator<Uint8Array> {
  const unpacked = createGunzip({ chunkSize: 1 << 20 });
  pipeline(Readable.from(kept(packed)), unpacked, () => {}); // a failure ends the loop below
  try {
    for await (const chunk of unpacked) yield chunk;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'Z_BUF_ERROR') throw new InputError(name, 'truncated', 'must be a whole gzip file; download it again');
    if (code?.startsWith('Z_')) throw new InputError(name, 'damaged', 'must be a gzip file; download it again');
    throw error;
  }
}
