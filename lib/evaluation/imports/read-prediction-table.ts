import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { InputError } from '../../core/errors';
import { readFileBytes, statOf } from '../../data/files/disk';
import { isZip, zipFiles } from '../../data/files/zip';
import type { LabelNames } from '../../data/forms/labels';
import { isParquet } from '../../data/forms/parquet';
import { readNpyTable, readNpzTable } from './arrays';
import { isNpy } from './npy';
import type { PredictionTable } from './prediction-table';

/** Maximum size of a file of predictions, in bytes: far more than FER2013's test split needs (0.1 MB as float32). */
const MOST_BYTES = 2 ** 28;
const HEAD = 512;

/** Formats of predictions, recognised by content. */
export type PredictionFormat = 'text' | 'json' | 'npy' | 'npz' | 'parquet';

/** The format of a file of predictions; undefined if it is something else. @throws {InputError} if it cannot be read */
export async function predictionFormat(path: string): Promise<PredictionFormat | undefined> {
  if (!statOf(path).isFile()) return undefined;
  const head = await headOf(path);
  if (head[0] === 0x1f && head[1] === 0x8b)
    throw new InputError(basename(path), 'packed with gzip', 'must be unpacked first');
  if (isParquet(head)) return 'parquet';
  if (isNpy(head)) return 'npy';
  if (isZip(head)) return (await holdsArrays(path)) ? 'npz' : undefined;
  if (head.some((byte) => byte < 9 || (byte > 13 && byte < 32))) return undefined; // no text
  const text = Buffer.from(head).toString('utf8').trimStart();
  return /^[[{]/.test(text) ? 'json' : 'text';
}

/**
 * Reads a file of predictions: CSV, JSON, JSON lines, `.npy`, `.npz` or parquet, recognised by its content.
 *
 * @param names the classes of the data
 * @throws {InputError} if it is damaged, larger than 256 MiB, or has no predictions
 */
export async function readPredictionTable(
  path: string,
  format: PredictionFormat,
  names: LabelNames,
): Promise<PredictionTable> {
  const file = basename(path);
  const { size } = statOf(path);
  if (size > MOST_BYTES) throw new InputError(file, `${size} bytes`, 'must be at most 256 MiB');
  const bytes = readFileSync(path);
  if (format === 'npy') return readNpyTable(bytes, file);
  if (format === 'npz') return readNpzTable(bytes, file, names);
  if (format === 'parquet') return (await import('./parquet')).readParquetTable(bytes, file, names);
  const { readJson, readTextTable } = await import('./text');
  return (format === 'json' ? readJson : readTextTable)(bytes.toString('utf8'), file, names);
}

async function headOf(path: string): Promise<Uint8Array> {
  for await (const chunk of readFileBytes(path)) return new Uint8Array(chunk.subarray(0, HEAD));
  return new Uint8Array(0);
}

/** Whether a zip archive holds NumPy arrays and nothing else. */
async function holdsArrays(path: string): Promise<boolean> {
  let count = 0;
  for await (const { name } of zipFiles(path, basename(path))) {
    if (!name.endsWith('.npy')) return false;
    count++;
  }
  return count > 0;
}
