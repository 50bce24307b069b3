/** The bytes of a file, in order. A chunk is valid until the next one is asked for. */
export type Chunks = AsyncIterable<Uint8Array>;

/** The same bytes in chunks that stay valid, for a stream that reads ahead. */
export async function* kept(chunks: Chunks): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) yield new Uint8Array(chunk);
}

/** A file, wherever it lies: on the disk or in an archive. It can be read once, until the next one is asked for. */
export class SourceFile {
  private iterator?: AsyncIterator<Uint8Array>;
  private peeked = new Uint8Array(0);

  /**
   * @param path inside its folder or archive, with `/`: what messages call it
   * @param open gives its bytes from the beginning
   * @param size in bytes, where it is known
   */
  constructor(
    readonly path: string,
    private readonly open: () => Chunks,
    readonly size = 0,
  ) {}

  /** The last part of its path. */
  get name(): string {
    return this.path.slice(this.path.lastIndexOf('/') + 1);
  }

  /** Its first bytes, `length` of them where it has so many, which {@link bytes} will give all the same. */
  async head(length: number): Promise<Uint8Array> {
    while (this.peeked.length < length) {
      const { done, value } = await this.next();
      if (done) break;
      this.peeked = Buffer.concat([this.peeked, value]);
    }
    return this.peeked.subarray(0, length);
  }

  /** All its bytes. */
  async *bytes(): AsyncGenerator<Uint8Array> {
    if (this.peeked.length > 0) yield this.peeked;
    for (;;) {
      const { done, value } = await this.next();
      if (done) return;
      yield value;
    }
  }

  /** All its bytes at once. */
  async whole(): Promise<Uint8Array> {
    const chunks: Uint8Array[] = [];
    for await (const chunk of kept(this.bytes())) chunks.push(chunk);
    return Buffer.concat(chunks);
  }

  /** Lets go of what reading it holds. */
  async close(): Promise<void> {
    await this.iterator?.return?.();
  }

  private next(): Promise<IteratorResult<Uint8Array>> {
    this.iterator ??= this.open()[Symbol.asyncIterator]();
    return this.iterator.next();
  }
}

/** The files of a folder or archive, one after the other. */
export type SourceFiles = AsyncGenerator<SourceFile>;
