import { InputError } from '../../core/errors';
import type { Chunks } from './source-file';

/** A row of 2,304 pixels has 9,229 bytes in fer2013.csv; a header with one column per pixel about 30,000. */
const LONGEST_LINE = 1 << 20;

/**
 * Regroups bytes into blocks that end at a line's end; the last block ends with the data.
 * @param name name of the file in messages
 * @throws {InputError} if a line is longer than 1 MiB
 */
export async function* wholeLines(chunks: Chunks, name: string): AsyncGenerator<Buffer> {
  let begun = Buffer.alloc(0); // the start of an incomplete line
  for await (const chunk of chunks) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    const first = bytes.indexOf(LINE_FEED) + 1;
    const last = bytes.lastIndexOf(LINE_FEED) + 1;
    if (begun.length + first > LONGEST_LINE) throw tooLong(name);
    if (first > 0) yield Buffer.concat([begun, bytes.subarray(0, first)]);
    if (last > first) yield bytes.subarray(first, last);
    begun = Buffer.concat(first > 0 ? [bytes.subarray(last)] : [begun, bytes]);
    if (begun.length > LONGEST_LINE) throw tooLong(name);
  }
  if (begun.length > 0) yield begun;
}

function tooLong(name: string): InputError {
  return new InputError(name, 'a line longer than 1 MiB', 'must be a table of text');
}

const LINE_FEED = 10;
