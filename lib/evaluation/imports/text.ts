import { fromCSV } from 'arquero';
import { InputError } from '../../core/errors';
import { excerpt } from '../../core/excerpt';
import type { LabelNames } from '../../data/forms/labels';
import { type Columns, tableOfColumns } from './columns';
import type { PredictionTable } from './prediction-table';

const DELIMITERS = [',', ';', '\t'] as const;

/**
 * Predictions in a table of text with a header, separated by commas, semicolons or tabs.
 * @throws {InputError} as {@link tableOfColumns} does, and for a line with another number of fields
 */
export function readTextTable(text: string, file: string, names: LabelNames): PredictionTable {
  const lines = text.replace(/^\ufeff/, '').trimEnd();
  if (lines === '') throw new InputError(file, 'no rows', 'must have a row for each image');
  const header = lines.slice(0, lines.search(/\r?\n|$/));
  const delimiter = DELIMITERS.reduce((a, b) => (header.split(b).length > header.split(a).length ? b : a));
  const repeated = header.split(delimiter).find((name, i, all) => all.indexOf(name) < i);
  if (repeated !== undefined) throw new InputError(file, `column ${excerpt(repeated)}`, 'must be there once');
  const table = fromCSV(lines, { delimiter, autoType: false });
  const columns: Columns = new Map(
    table.columnNames().map((name) => [name, Array.from(table.array(name) as unknown[])] as const),
  );
  return tableOfColumns(columns, file, (i) => `${file}:${i + 2}`, names);
}

/**
 * Predictions as JSON: one object per line, or an array of them. In place of an object, there may be an array of scores,
 * of one object (as DeepFace returns for each picture), or of `{ label, score }` for each class (as pipelines of
 * Hugging Face return).
 *
 * @throws {InputError} as {@link tableOfColumns} does, and for a line that is none of these
 */
export function readJson(text: string, file: string, names: LabelNames): PredictionTable {
  const lines = text
    .replace(/^\ufeff/, '')
    .trim()
    .split('\n');
  const whole = lines.length === 1 ? parsed(lines[0], file) : parsedOrUndefined(lines.join('\n'));
  const isArray = Array.isArray(whole);
  const place = (i: number) => (isArray ? `${file}, row ${i}` : `${file}:${i + 1}`);
  const values = isArray ? whole : lines.map((line, i) => parsed(line, place(i)));
  const objects = values.map((value, i) => objectOf(value, place(i)));
  const keys = [...new Set(objects.flatMap((object) => Object.keys(object)))];
  return tableOfColumns(new Map(keys.map((key) => [key, objects.map((object) => object[key])])), file, place, names);
}

type Row = Readonly<Record<string, unknown>>;

/** A row as an object. @throws {InputError} if it is none */
function objectOf(value: unknown, place: string): Row {
  if (Array.isArray(value)) {
    if (value.length > 0 && value.every((each) => typeof each === 'number')) return { probabilities: value };
    const objects = value.filter(isObject);
    if (
      objects.length === value.length &&
      objects.length > 1 &&
      objects.every((each) => 'label' in each && 'score' in each)
    )
      return { probabilities: Object.fromEntries(objects.map(({ label, score }) => [String(label), score])) };
    if (objects.length === 1 && value.length === 1) return objects[0];
  }
  if (isObject(value)) return value;
  throw new InputError(place, excerpt(JSON.stringify(value)), 'must be a JSON object, or an array of scores');
}

function isObject(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parsedOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function parsed(text: string, place: string): unknown {
  const value = parsedOrUndefined(text);
  if (value === undefined) throw new InputError(place, excerpt(text), 'must be JSON');
  return value;
}
