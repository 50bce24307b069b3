/** The bytes of a file, in order. A chunk is valid until the next one is requested. */
export type Chunks = AsyncIterable<Uint8Array>;

/** The same bytes in chunks that stay valid, for streams that read ahead. */
export async function* kept(chunks: Chunks): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) yield new Uint8Array(chunk);
}

/** A file on disk or in an archive. It can be read once, until the next file is requested. */
export class SourceFile {
  private iterator?: AsyncIterator<Uint8Array>;
  private peeked = new Uint8Array(0);

  /**
   * @param path path inside its folder or archive, with `/`, for messages
   * @param open opens its bytes from the start
   * @param size size in bytes, if known
   */
  constructor(
    readonly path: string,
    private readonly open: () => Chunks,
    readonly size = 0,
  ) {}

  /** The last component of its path. */
  get name(): string {
    return this.path.slice(this.path.lastIndexOf('/') + 1);
  }

  /** Its first `length` bytes, or fewer if it is shorter; {@link bytes} still returns them. */
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

  /** Releases resources. */
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
