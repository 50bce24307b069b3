import { fromCSV } from 'arquero';
import { InputError } from '../../core/errors';
import { excerpt } from '../../core/excerpt';
import type { LabelNames } from '../../data/forms/labels';
import { type Columns, tableOfColumns } from './columns';
import type { PredictionTable } from './table';

const DELIMITERS = [',', ';', '\t'] as const;

/**
 * Predictions in a table of text with a header, separated by commas, semicolons or tabs.
 * @throws {InputError} as {@link tableOfColumns} does, and for a line with another number of fields
 */
export function readTextTable(text: string, file: string, names: LabelNames): PredictionTable {
  const lines = text.replace(/^\ufeff/, '').trimEnd();
  const header = lines.slice(0, lines.search(/\r?\n|$/));
  const delimiter = DELIMITERS.reduce((a, b) => (header.split(b).length > header.split(a).length ? b : a));
  const table = fromCSV(lines, { delimiter, autoType: false });
  const columns: Columns = new Map(
    table.columnNames().map((name) => [name, Array.from(table.array(name) as unknown[])] as const),
  );
  return tableOfColumns(columns, file, (i) => `${file}:${i + 2}`, names);
}

/**
 * Predictions as JSON: one object per line, or an array of them.
 * @throws {InputError} as {@link tableOfColumns} does, and for a line that is no JSON object
 */
export function readJson(text: string, file: string, names: LabelNames): PredictionTable {
  const isArray = text.trimStart().startsWith('[');
  const place = (i: number) => (isArray ? `${file}, row ${i + 1}` : `${file}:${i + 1}`);
  const values = isArray
    ? parsed(text, file)
    : text
        .trimEnd()
        .split('\n')
        .map((line, i) => parsed(line, place(i)));
  if (!Array.isArray(values)) throw new InputError(file, excerpt(text), 'must be an array of objects');
  const objects = values.map((value, i) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw new InputError(place(i), excerpt(JSON.stringify(value)), 'must be a JSON object');
    return value as Readonly<Record<string, unknown>>;
  });
  const keys = [...new Set(objects.flatMap((object) => Object.keys(object)))];
  return tableOfColumns(new Map(keys.map((key) => [key, objects.map((object) => object[key])])), file, place, names);
}

function parsed(text: string, place: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InputError(place, excerpt(text), 'must be JSON');
  }
}
