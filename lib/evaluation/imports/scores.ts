import { InputError } from '../../core/errors';
import { softmax } from '../softmax';
import type { PredictionTable } from './prediction-table';

/** Kind of the scores of a file: probabilities, percentages, or logits (or log-probabilities). */
export const SCORES = ['probabilities', 'percent', 'logits'] as const;
export type ScoreKind = (typeof SCORES)[number];

/** Rows whose sum is farther from 1 were rounded; they are divided by it. */
const EXACT = 1e-3;
/** How far the sum of a row may be from 1, for each class: what rounding to two decimals changes. */
const ROUNDING = 0.005;

/**
 * The probabilities of some rows of a table, `[rows, classes]`.
 *
 * @param classes number of classes
 * @param advice how to say that the scores are something else
 * @throws {InputError} for a row with another number of scores, with NaN or infinity, or that does not sum to 1; it
 *   says if they look like logits or percentages
 */
export function probabilitiesOf(
  table: PredictionTable,
  rows: ArrayLike<number>,
  classes: number,
  kind: ScoreKind,
  advice = (other: ScoreKind) => `give scores=${other}`,
): Float32Array {
  if (kind === 'logits' && areProbabilities(table)) {
    const constraint = `must be logits, since the softmax of probabilities is not theirs: ${advice('probabilities')}`;
    throw new InputError(table.place(rows[0]), 'scores in 0–1 that sum to 1', constraint);
  }
  const probabilities = new Float32Array(rows.length * classes);
  for (let i = 0; i < rows.length; i++) {
    const values = numbersOf(table, rows[i], classes);
    const row = kind === 'logits' ? softmax(values) : kind === 'percent' ? values.map((value) => value / 100) : values;
    if (kind !== 'logits') checkSum(table, rows[i], row, kind, advice);
    const sum = sumOf(row);
    const isRounded = Math.abs(sum - 1) > EXACT;
    probabilities.set(isRounded ? row.map((value) => value / sum) : row, i * classes);
  }
  return probabilities;
}

function numbersOf({ scores, place }: PredictionTable, i: number, classes: number): number[] {
  const row = scores![i];
  if (row.length !== classes)
    throw new InputError(place(i), `${row.length} scores`, `must be ${classes}, one for each class`);
  return Array.from(row, (value) => {
    const number = typeof value === 'number' ? value : Number(String(value ?? '').trim() || Number.NaN);
    if (!Number.isFinite(number))
      throw new InputError(
        place(i),
        `score ${value == null || value === '' ? 'missing' : String(value)}`,
        `must be a finite number${/^-?\d*,\d+$/.test(String(value)) ? ', with a decimal point' : ''}`,
      );
    return number;
  });
}

function checkSum(
  table: PredictionTable,
  i: number,
  row: readonly number[],
  kind: ScoreKind,
  advice: (other: ScoreKind) => string,
): void {
  const sum = row.reduce((total, value) => total + value, 0);
  if (row.every((value) => value >= 0) && Math.abs(sum - 1) <= ROUNDING * row.length + Number.EPSILON) return;
  const unit = kind === 'percent' ? 100 : 1;
  const isNegative = row.some((value) => value < 0);
  const value = isNegative
    ? `score ${+(unit * Math.min(...row)).toPrecision(6)}`
    : `scores that sum to ${+(unit * sum).toPrecision(6)}`;
  throw new InputError(table.place(i), value, `must be ≥ 0 and sum to ${unit}${hint(table, kind, advice)}`);
}

/** The kind of scores that the file seems to contain instead. */
function hint({ scores, ignored }: PredictionTable, kind: ScoreKind, advice: (other: ScoreKind) => string): string {
  const rows = firstRows(scores!);
  const isNegative = rows.some((row) => row.some((value) => value < 0));
  const arePercentages = !isNegative && rows.every((row) => Math.abs(sumOf(row) - 100) <= 100 * ROUNDING * row.length);
  if (kind === 'probabilities' && arePercentages) return `; these are percentages: ${advice('percent')}`;
  if (rows.every((row) => row.every((value) => value >= 0 && value <= 1))) return left(ignored);
  const varies = Math.max(...rows.map(sumOf)) - Math.min(...rows.map(sumOf)) > 0.04;
  if (isNegative || varies) return `; these look like logits: ${advice('logits')} for their softmax${left(ignored)}`;
  return left(ignored);
}

/** Whether all scores are in 0–1 and most rows sum to 1, so that their softmax would be wrong. */
function areProbabilities({ scores }: PredictionTable): boolean {
  const rows = firstRows(scores!);
  const isWithin = rows.every((row) => row.every((value) => value >= 0 && value <= 1));
  const sumToOne = rows.filter((row) => Math.abs(sumOf(row) - 1) <= ROUNDING * row.length);
  return isWithin && sumToOne.length > rows.length / 2;
}

function firstRows(scores: readonly ArrayLike<unknown>[]): number[][] {
  return scores.slice(0, 1000).map((row) => Array.from(row, Number));
}

function sumOf(row: readonly number[]): number {
  return row.reduce((total, value) => total + value, 0);
}

function left(ignored: readonly string[]): string {
  return ignored.length > 0 ? `; not read: columns ${ignored.slice(0, 8).join(', ')}` : '';
}
