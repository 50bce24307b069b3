import { close, fstatSync, openSync, read, readSync } from 'node:fs';
import { Readable } from 'node:stream';
import { RandomAccessReader } from 'yauzl';

type Callback = (error: Error | null) => void;

/**
 * The bytes of an archive, for yauzl. yauzl's own reader passes positions on unchecked. Node throws for those beyond
 * 2⁵³, which a damaged archive may contain, in a callback where the error cannot be caught.
 */
export abstract class ZipReader extends RandomAccessReader {
  /** An archive on disk. */
  static ofFile(path: string): ZipReader {
    return new FileReader(path);
  }

  /** An archive in memory, which is inside another archive. */
  static ofBytes(bytes: Uint8Array): ZipReader {
    return new MemoryReader(bytes);
  }

  /** In bytes. */
  abstract readonly size: number;

  protected abstract copy(buffer: Buffer, offset: number, length: number, position: number, callback: Callback): void;

  override read(buffer: Buffer, offset: number, length: number, position: number, callback: Callback): void {
    if (position < 0 || position + length > this.size) callback(new Error('points outside of itself'));
    else this.copy(buffer, offset, length, position, callback);
  }
}

class FileReader extends ZipReader {
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

  override close(callback: Callback): void {
    close(this.file, callback);
  }

  protected copy(buffer: Buffer, offset: number, length: number, position: number, callback: Callback): void {
    read(this.file, buffer, offset, length, position, callback);
  }
}

class MemoryReader extends ZipReader {
  readonly size: number;

  constructor(private readonly bytes: Uint8Array) {
    super();
    this.size = bytes.length;
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from([this.bytes.subarray(start, end)], { objectMode: false });
  }

  override close(callback: Callback): void {
    callback(null);
  }

  protected copy(buffer: Buffer, offset: number, length: number, position: number, callback: Callback): void {
    buffer.set(this.bytes.subarray(position, position + length), offset);
    setImmediate(callback, null);
  }
}

/** Node's read stream would close the file when it ends. */
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
