import { InputError } from '../../core/errors';
import type { DatasetBuilder } from '../builder';
import { wholeLines } from '../files/lines';
import type { SourceFile } from '../files/source-file';
import { numberedLabels } from '../forms/labels';
import type { RowOptions, RowsRead } from '../forms/rows-read';
import { type Layout, parseHeader } from './header';
import { parseRow } from './row';
import { parseUnusualRow } from './unusual';

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/**
 * Reads a table of images, one per row, in constant memory besides the images.
 *
 * @param file a table with a column emotion
 * @returns whether a column names the splits; the builder then contains codes of `column`
 * @throws {InputError} that names the line and the fault
 */
export async function readTable(
  file: SourceFile,
  builder: DatasetBuilder,
  { split, column, labels, subjects }: RowOptions,
): Promise<RowsRead> {
  const { path: name } = file;
  let layout: Layout | undefined;
  let line = 0;
  let row = 0;
  const given = split ?? 0;
  for await (const block of wholeLines(file.bytes(), name)) {
    for (let at = 0, next: number; at < block.length; at = next) {
      line++;
      const isUsual = !(subjects && layout?.fields.includes('subject')); // the hot path reads no subjects
      next = layout === undefined || !isUsual ? -1 : parseRow(block, at, layout, builder, given, row);
      if (next >= 0) {
        row++;
        continue;
      }
      const feed = block.indexOf(LINE_FEED, at);
      next = feed < 0 ? block.length : feed + 1;
      const text = lineAt(block, at, feed < 0 ? block.length : feed);
      if (layout === undefined) {
        layout = parseHeader(text.replace(/^\ufeff/, ''), name);
        requireSplit(layout, name, split);
      } else if (text !== '') {
        const mostLabel = labels.classes.length - 1;
        const place = { name: `${name}:${line}`, isCutOff: feed < 0, column, mostLabel, subjects };
        parseUnusualRow(text, layout, builder, given, row, place);
        row++;
      }
    }
  }
  if (layout === undefined) throw new InputError(name, 'empty', 'must be a table of emotion, pixels and Usage');
  if (row === 0) throw new InputError(name, 'a header without rows', 'must contain images, one per row');
  const { labelColumn } = layout;
  const notice = `${name}: column ${labelColumn} is read as ${numberedLabels(builder.build().labels, labels)}`;
  return { isComplete: layout.fields.includes('usage'), notices: /^emotions?$/i.test(labelColumn) ? [] : [notice] };
}

/** The text from `from` to `to` − 1, without the carriage return of Windows line ends. */
function lineAt(block: Buffer, from: number, to: number): string {
  return block.toString('utf8', from, block[to - 1] === CARRIAGE_RETURN ? to - 1 : to);
}

function requireSplit({ fields, form }: Layout, name: string, split: number | undefined): void {
  if (!fields.includes('usage') && split === undefined)
    throw new InputError(`${name}:1`, form, 'must have a column Usage, or be named train.csv or test.csv');
}
