import type { FileMetaData } from 'hyparquet';
import { InputError } from './errors';
import { excerpt } from './excerpt';

export type Row = Readonly<Record<string, unknown>>;

export interface ParquetFile {
  readonly metadata: FileMetaData;
  /**
   * Rows from `rowStart` to before `rowEnd`, by default all; with `utf8: false`, bytes that are not marked as text stay
   * bytes.
   *
   * @throws {InputError} if the file is damaged there
   */
  rows(range?: { readonly rowStart?: number; readonly rowEnd?: number; readonly utf8?: boolean }): Promise<Row[]>;
}

/**
 * Opens the content of an Apache Parquet file. The package that reads it loads only then: that takes an eighth of the
 * time in which `lib` loads.
 *
 * @param path names the file in errors
 * @throws {InputError} if the file is damaged
 */
export async function openParquet(bytes: Uint8Array, path: string): Promise<ParquetFile> {
  const [{ parquetMetadataAsync, parquetReadObjects }, { compressors }] = await Promise.all([
    import('hyparquet'),
    import('hyparquet-compressors'),
  ]);
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
  const orDamaged = <T>(reading: Promise<T>) =>
    reading.catch((error: Error) => {
      throw new InputError(path, excerpt(error.message), 'must be a whole parquet file');
    });
  const metadata = await orDamaged(parquetMetadataAsync(file));
  return { metadata, rows: (range) => orDamaged(parquetReadObjects({ file, metadata, compressors, ...range })) };
}
