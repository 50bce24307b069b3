import { InputError } from '../../core/errors';
import type { DatasetBuilder } from '../builder';
import { PIXELS } from '../dataset';
import type { SplitColumn } from '../forms/split-column';
import { parseLabel, parsePixels } from './fields';
import type { Field, Layout } from './header';

/** The position of a row, for messages and checks. */
export interface Place {
  /** Name of the row in messages, such as `fer2013.csv:17`. */
  readonly name: string;
  /** Whether the file ends in the middle of this line. */
  readonly isCutOff: boolean;
  /** Takes the values of the column of splits. */
  readonly column: SplitColumn;
  readonly mostLabel: number;
  /** Takes the subject of each row, if there is such a column. */
  readonly subjects?: string[];
}

/**
 * Parses a row that the hot path did not: one with quotes, extra spaces or leading zeros. Reports errors.
 *
 * @throws {InputError} that names the place and the fault
 */
export function parseUnusualRow(
  line: string,
  layout: Layout,
  builder: DatasetBuilder,
  split: number,
  row: number,
  { name: place, isCutOff, column, mostLabel, subjects }: Place,
): void {
  const texts = splitFields(line, String.fromCharCode(layout.delimiter));
  const { fields } = layout;
  const perPixel = layout.pixelSeparator === layout.delimiter;
  const extra = perPixel ? PIXELS - 1 : 0; // columns beyond the fields
  if (texts.length !== fields.length + extra) {
    const fault = `${texts.length} columns${isCutOff ? ', and the file ends in this line' : ''}`;
    throw new InputError(place, fault, `must be ${fields.length + extra}, as in the header`);
  }
  if (perPixel) {
    const first = fields.indexOf('pixels');
    texts.splice(first, PIXELS, texts.slice(first, first + PIXELS).join(' '));
  }
  const of = (field: Exclude<Field, 'other'>) => texts[fields.indexOf(field)];
  const label = parseLabel(of('emotion'), place, mostLabel);
  const named = fields.includes('usage') ? column.codeOf(of('usage'), place, builder.lastSplit, isCutOff) : split;
  parsePixels(of('pixels'), builder.images, builder.reserve(), place);
  builder.add(label, named, row);
  if (fields.includes('subject')) subjects?.push(of('subject'));
}

/** Splits a line at its delimiters, except inside quotes, and removes quotes and outer spaces. */
function splitFields(line: string, delimiter: string): string[] {
  if (!line.includes('"')) return line.split(delimiter).map((text) => text.trim());
  const fields: string[] = [''];
  let quoted = false;
  for (const character of line) {
    if (character === '"') quoted = !quoted;
    else if (character === delimiter && !quoted) fields.push('');
    else fields[fields.length - 1] += character;
  }
  return fields.map((text) => text.trim());
}
