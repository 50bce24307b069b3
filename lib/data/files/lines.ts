import { InputError } from '../../errors';
import type { Chunks } from './source';

/** A row of 2,304 pixels has 9,229 bytes in fer2013.csv, a header with a column a pixel some 30,000. */
const LONGEST_LINE = 1 << 20;

/**
 * Regroups bytes into blocks that end where a line ends; the last block ends where the bytes do.
 * @param name what messages call the file
 * @throws {InputError} where a line is longer than 1 MiB
 */
export async function* wholeLines(chunks: Chunks, name: string): AsyncGenerator<Buffer> {
  let rest = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const bytes =
      rest.length === 0 ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length) : Buffer.concat([rest, chunk]);
    const end = bytes.lastIndexOf(10) + 1;
    if (end > 0) yield bytes.subarray(0, end);
    rest = bytes.subarray(end);
    if (rest.length > LONGEST_LINE) throw new InputError(name, 'a line longer than 1 MiB', 'must be a table of text');
  }
  if (rest.length > 0) yield rest;
}
