import { InputError } from '../../core/errors';
import { openParquet } from '../../core/parquet-file';
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
  const parquet = await openParquet(bytes, file);
  const count = parquet.metadata.num_rows;
  if (count > MOST_ROWS) throw new InputError(file, `${count} rows`, `must have at most ${MOST_ROWS}`);
  const rows = await parquet.rows();
  const keys = Object.keys(rows[0] ?? {});
  const columns = new Map(keys.map((key) => [key, rows.map((row) => row[key])]));
  return tableOfColumns(columns, file, (i) => `${file}, row ${i}`, names);
}
