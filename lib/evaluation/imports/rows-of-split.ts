import { InputError } from '../../core/errors';
import { count, type Dataset, SPLITS, type Split, select } from '../../data/dataset';
import type { PredictionTable } from './prediction-table';

/**
 * Which row of a table belongs to which image of a split: by the numbers of its column of rows, which are those of the
 * data, or count from 0 in the split; or by its order. A table of all splits is allowed.
 *
 * @param file what messages call the table
 * @returns for each image of the split, the row of the table
 * @throws {InputError} if an image has no row or two, or the rows are those of another split
 */
export function rowsOfSplit(table: PredictionTable, data: Dataset, split: Split, file: string): Int32Array {
  checkSplits(table, split);
  const images = select(data, split);
  const n = count(images);
  if (!table.rows) return byOrder(table, data, split, file);
  const numbers = numbersOf(table);
  const found = placesOf(images.rows, numbers);
  if (!found.includes(-1)) {
    checkKnown(table, numbers, data, split);
    return found;
  }
  const isCounted = table.n === n && numbers.every((number) => number < n);
  const others = SPLITS.filter((other) => other !== split && has(select(data, other).rows, numbers[0]));
  if (isCounted && !images.rows.some((row) => row < n)) {
    const counted = Uint32Array.from({ length: n }, (_, i) => i);
    return placesOf(counted, numbers);
  }
  const range = rangeOf(images.rows);
  const given = rangeOf(numbers);
  if (table.n === n && given === `1–${n}`) throw new InputError(file, `rows ${given}`, 'must count from 0');
  if (!numbers.some((number) => has(images.rows, number)) && others.length > 0)
    throw new InputError(file, `rows of ${others.join(' and ')}`, `must be those of ${split}: ${range}, or 0–${n - 1}`);
  const missing = images.rows[found.indexOf(-1)];
  if (numbers.some((number) => has(images.rows, number)))
    throw new InputError(file, `no row ${missing}`, `must have one for each of the ${n} images of ${split}`);
  throw new InputError(file, `rows ${given}`, `must be those of ${split}: ${range}, or 0–${n - 1}`);
}

/** @throws {InputError} if a column says that a row belongs to another split */
function checkSplits({ splits, place }: PredictionTable, split: Split): void {
  const stray = splits?.findIndex((value) => String(value).trim() !== split && isSplit(value)) ?? -1;
  if (stray >= 0 && !splits!.some((value) => String(value).trim() === split))
    throw new InputError(place(stray), String(splits![stray]), `must be ${split}`);
}

function isSplit(value: unknown): boolean {
  return (SPLITS as readonly string[]).includes(String(value).trim());
}

function byOrder(table: PredictionTable, data: Dataset, split: Split, file: string): Int32Array {
  const n = count(select(data, split));
  if (table.n === n) return Int32Array.from({ length: n }, (_, i) => i);
  const wanted = SPLITS.indexOf(split);
  if (table.n === count(data)) return Int32Array.from(data.splits.keys()).filter((i) => data.splits[i] === wanted);
  const same = SPLITS.find((other) => other !== split && count(select(data, other)) === table.n);
  const hint = same ? `, not of ${same}` : '; add a column index that identifies the images';
  throw new InputError(file, `${table.n} rows`, `must be the ${n} images of ${split}${hint}`);
}

/** @throws {InputError} for what is no row number, and for one that occurs twice */
function numbersOf({ rows, place }: PredictionTable): number[] {
  const seen = new Map<number, number>();
  return rows!.map((value, i) => {
    const number = typeof value === 'bigint' ? Number(value) : Number(String(value).trim() || Number.NaN);
    if (!Number.isSafeInteger(number) || number < 0)
      throw new InputError(place(i), `index ${String(value)}`, 'must be an integer ≥ 0');
    const before = seen.get(number);
    if (before !== undefined)
      throw new InputError(place(i), `index ${number}`, `must occur once, but is in ${place(before)}`);
    seen.set(number, i);
    return number;
  });
}

/** @throws {InputError} for a row that is not in the data, if others are of the split */
function checkKnown({ place }: PredictionTable, numbers: readonly number[], data: Dataset, split: Split): void {
  const known = new Set(data.rows);
  const stray = numbers.findIndex((number) => !known.has(number));
  if (stray >= 0)
    throw new InputError(place(stray), `index ${numbers[stray]}`, `must be a row of ${data.name} (${split})`);
}

function placesOf(rows: ArrayLike<number>, numbers: readonly number[]): Int32Array {
  const places = new Map(numbers.map((number, i) => [number, i]));
  return Int32Array.from(rows, (row) => places.get(row) ?? -1);
}

function has(rows: Uint32Array, number: number): boolean {
  return rows.includes(number);
}

function rangeOf(numbers: ArrayLike<number>): string {
  const sorted = Array.from(numbers).sort((a, b) => a - b);
  return `${sorted[0]}–${sorted[sorted.length - 1]}`;
}
