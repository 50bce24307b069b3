import { InputError } from '../../core/errors';
import { Allowance } from '../../data/files/allowance';
import { zipFilesIn } from '../../data/files/zip';
import type { LabelNames } from '../../data/forms/labels';
import { tableOfColumns } from './columns';
import { decodeNpy, type NumpyArray } from './npy';
import type { PredictionTable } from './prediction-table';

/**
 * Predictions in a NumPy array: scores `[n, classes]`, or classes `[n]`.
 * @throws {InputError} if it is damaged or has another shape
 */
export function readNpyTable(bytes: Uint8Array, file: string): PredictionTable {
  const array = decodeNpy(bytes, file);
  const { shape, values } = array;
  const place = (i: number) => `${file}, row ${i}`;
  if (shape.length === 1) return { n: shape[0], place, predicted: Array.from(values), ignored: [] };
  if (shape.length === 2) return { n: shape[0], place, scores: rowsOf(array), ignored: [] };
  throw new InputError(
    file,
    shape.length === 0 ? 'a single number' : `shape ${shape.join('×')}`,
    'must be [images, classes] or [images]',
  );
}

/**
 * Predictions in an archive of NumPy arrays, which are named as the columns of a table are: `probabilities`, `index`, …
 * An archive of one array needs no name.
 * @throws {InputError} if it is damaged, or its arrays have different lengths
 */
export async function readNpzTable(bytes: Uint8Array, file: string, names: LabelNames): Promise<PredictionTable> {
  const arrays = new Map<string, NumpyArray>();
  let only: Uint8Array = bytes;
  for await (const entry of zipFilesIn(bytes, file, new Allowance(file))) {
    only = await entry.whole();
    arrays.set(entry.name.replace(/\.npy$/, ''), decodeNpy(only, entry.path));
  }
  if (arrays.size === 1) return readNpyTable(only, file);
  const lengths = [...arrays].map(([name, { shape }]) => `${name} ${shape.join('×')}`);
  const [n] = [...arrays.values()].map(({ shape }) => shape[0]);
  if ([...arrays.values()].some(({ shape }) => shape.length < 1 || shape.length > 2 || shape[0] !== n))
    throw new InputError(file, lengths.join(', '), 'must contain arrays [images] or [images, classes] of one length');
  const columns = new Map(
    [...arrays].map(([name, array]) => {
      const values: readonly unknown[] = array.shape.length === 1 ? Array.from(array.values) : rowsOf(array);
      return [name, values] as const;
    }),
  );
  return tableOfColumns(columns, file, (i) => `${file}, row ${i}`, names);
}

/** The rows of a matrix. */
function rowsOf({ shape: [n, width], values }: NumpyArray): Float64Array[] {
  return Array.from({ length: n }, (_, i) => Float64Array.from({ length: width }, (_, k) => values[i * width + k]));
}
