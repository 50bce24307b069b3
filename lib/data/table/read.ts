import { InputError } from '../../errors';
import type { DatasetBuilder } from '../builder';
import { wholeLines } from '../files/lines';
import type { SourceFile } from '../files/source';
import type { RowOptions } from '../forms/rows';
import { type Layout, parseHeader } from './header';
import { parseRow } from './row';
import { parseUnusualRow } from './unusual';

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/**
 * Reads a table of images, a row each, in constant memory beyond what the images take.
 *
 * @param file a table with a column emotion
 * @throws {InputError} that names the line and the fault
 */
export async function readTable(
  file: SourceFile,
  builder: DatasetBuilder,
  { split, firstRow = 0, mostLabel = 6 }: RowOptions = {},
): Promise<void> {
  const { path: name } = file;
  let layout: Layout | undefined;
  let line = 0;
  let row = firstRow;
  for await (const block of wholeLines(file.bytes(), name)) {
    for (let at = 0, next: number; at < block.length; at = next) {
      const feed = block.indexOf(LINE_FEED, at);
      next = feed < 0 ? block.length : feed + 1;
      let end = feed < 0 ? block.length : feed;
      if (block[end - 1] === CARRIAGE_RETURN) end--;
      line++;
      const text = () => block.toString('utf8', at, end);
      if (layout === undefined) {
        layout = parseHeader(text().replace(/^\ufeff/, ''), name);
        requireSplit(layout, name, split);
      } else if (end > at) {
        const given = split ?? 0;
        if (!parseRow(block, at, end, layout, builder, given, row)) {
          const place = { name: `${name}:${line}`, isCutOff: feed < 0, mostLabel };
          parseUnusualRow(text(), layout, builder, given, row, place);
        }
        row++;
      }
    }
  }
  if (layout === undefined) throw new InputError(name, 'empty', 'must be a table of emotion, pixels and Usage');
  if (row === firstRow) throw new InputError(name, 'a header without rows', 'must hold images, a row each');
}

function requireSplit({ fields, form }: Layout, name: string, split: number | undefined): void {
  if (!fields.includes('usage') && split === undefined)
    throw new InputError(`${name}:1`, form, 'must have a column Usage, or be named train.csv or test.csv');
}
