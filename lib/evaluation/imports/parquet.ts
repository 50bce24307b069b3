import { parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { InputError } from '../../core/errors';
import { excerpt } from '../../core/excerpt';
import type { LabelNames } from '../../data/forms/labels';
import { tableOfColumns } from './columns';
import type { PredictionTable } from './prediction-table';

/** More rows than any face data set has, few enough for memory. */
const MOST_ROWS = 2_000_000;

/**
 * Predictions in a parquet file.
 * @throws {InputError} as {@link tableOfColumns} does, and if the file is damaged or has more than two million rows
 */
export async function readParquetTable(bytes: Uint8Array, file: string, names: LabelNames): Promise<PredictionTable> {
  const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
  const damaged = (error: Error) => new InputError(file, excerpt(error.message), 'must be a whole parquet file');
  const metadata = await parquetMetadataAsync(buffer).catch((error) => Promise.reject(damaged(error)));
  if (metadata.num_rows > MOST_ROWS)
    throw new InputError(file, `${metadata.num_rows} rows`, `must have at most ${MOST_ROWS}`);
  const read = parquetReadObjects({ file: buffer, metadata, compressors });
  const rows: Readonly<Record<string, unknown>>[] = await read.catch((error) => Promise.reject(damaged(error)));
  const keys = Object.keys(rows[0] ?? {});
  const columns = new Map(keys.map((key) => [key, rows.map((row) => row[key])]));
  return tableOfColumns(columns, file, (i) => `${file}, row ${i}`, names);
}
