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
  let room = Buffer.allocUnsafeSlow(LONGEST_LINE);
  let filled = 0;
  for await (const chunk of chunks) {
    if (filled + chunk.length > room.length) {
      if (filled > LONGEST_LINE) throw new InputError(name, 'a line longer than 1 MiB', 'must be a table of text');
      const larger = Buffer.allocUnsafeSlow(filled + chunk.length);
      room.copy(larger, 0, 0, filled);
      room = larger;
    }
    room.set(chunk, filled);
    filled += chunk.length;
    const end = room.lastIndexOf(LINE_FEED, filled - 1) + 1;
    if (end === 0) continue;
    yield room.subarray(0, end);
    room.copyWithin(0, end, filled);
    filled -= end;
  }
  if (filled > 0) yield room.subarray(0, filled);
}

const LINE_FEED = 10;
