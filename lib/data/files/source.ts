/** The bytes of a file, in order. */
export type Chunks = AsyncIterable<Uint8Array>;

/** A file wherever it lies: on the disk, or in an archive. */
export interface SourceFile {
  /** Path inside its folder or archive, with `/`; what messages call it. */
  readonly path: string;
  /** Reads it from the beginning. A file from an archive can be read until the next one is asked for. */
  bytes(): Chunks;
}

/** The last part of a file's path. */
export function fileName(file: SourceFile): string {
  return file.path.slice(file.path.lastIndexOf('/') + 1);
}
