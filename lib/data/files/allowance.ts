import { InputError } from '../../core/errors';
import type { Chunks } from './source-file';

/** Maximum unpacked size of an archive. Kaggle's archive of the whole 2013 challenge has 0.7 GB, fer2013.csv 0.3 GB. */
const MOST_BYTES = 2 ** 30;

/** Counts the unpacked bytes of an archive, so that a few kilobytes cannot become gigabytes. */
export class Allowance {
  private used = 0;

  /** @param archive name of the archive in messages */
  constructor(private readonly archive: string) {}

  /** @throws {InputError} if the archive has unpacked to more than 1 GiB */
  take(bytes: number): void {
    this.used += bytes;
    if (this.used > MOST_BYTES) throw new InputError(this.archive, 'unpacks to more than 1 GiB', 'must be smaller');
  }

  /** Passes the bytes through and counts them. */
  async *counted(chunks: Chunks): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      this.take(chunk.length);
      yield chunk;
    }
  }
}
