import { close, fstatSync, openSync, read, readSync } from 'node:fs';
import { Readable } from 'node:stream';
import { RandomAccessReader } from 'yauzl';

/**
 * The bytes of an archive on the disk, for yauzl. Its own reader passes positions on unchecked, and Node throws at those
 * beyond 2⁵³, where a damaged archive may point, in a callback where nobody can catch it.
 */
export class ZipReader extends RandomAccessReader {
  readonly size: number;
  private readonly file: number;

  constructor(path: string) {
    super();
    this.file = openSync(path, 'r');
    this.size = fstatSync(this.file).size;
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(bytesOf(this.file, start, end), { objectMode: false });
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    if (position < 0 || position + length > this.size) callback(new Error('points outside of itself'));
    else read(this.file, buffer, offset, length, position, callback);
  }

  override close(callback: (error: Error | null) => void): void {
    close(this.file, callback);
  }
}

/** A read stream of Node's would close the file with itself. */
function* bytesOf(file: number, start: number, end: number): Generator<Uint8Array> {
  for (let at = start; at < end; ) {
    const buffer = Buffer.allocUnsafeSlow(Math.min(CHUNK, end - at));
    const length = readSync(file, buffer, 0, buffer.length, at);
    if (length === 0) return;
    yield buffer.subarray(0, length);
    at += length;
  }
}

const CHUNK = 1 << 18;
