import { basename, join } from 'node:path';
import { changeTogether, type FolderContent } from '../core/changes';
import { csvField } from '../core/csv';
import { InputError } from '../core/errors';
import { OUTPUTS } from '../core/files';

/** A row by column name. Cells with null or NaN are empty. */
export type TableRow = Readonly<Record<string, string | number | null>>;

export interface LatexOptions {
  /** Decimals of a column's numbers, unless all of them are integers. @default 2 */
  readonly digits?: number;
  /** A line below the table, in footnote size. @default none */
  readonly note?: string;
}

export interface SaveTableOptions extends LatexOptions {
  /** @default the project's outputs/figures/ */
  readonly folder?: string;
}

/** Characters that LaTeX treats as commands, or that its fonts may lack. */
const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '±': '$\\pm$',
  '×': '$\\times$',
  '≥': '$\\geq$',
  '≤': '$\\leq$',
  '−': '$-$',
  '–': '--',
  '†': '$\\dagger$',
  '<': '$<$',
  '>': '$>$',
};

/**
 * Writes a table for a paper, `name.tex` for `\input`, and its unrounded numbers, `name.csv`: both or none.
 *
 * @returns the files' paths
 */
export function saveTable(rows: readonly TableRow[], name: string, options: SaveTableOptions = {}): string[] {
  const { folder = join(OUTPUTS, 'figures') } = options;
  const write = tableContent(rows, name, options);
  changeTogether(folder, { write });
  return Object.keys(write).map((file) => join(folder, file));
}

/** The files of a table, by name. */
export function tableContent(rows: readonly TableRow[], name: string, options: LatexOptions = {}): FolderContent {
  if (name === '' || name !== basename(name)) throw new InputError('name', name, 'must be a file name');
  return { [`${name}.tex`]: latexTable(rows, options), [`${name}.csv`]: csvTable(rows) };
}

/** A table as text, as printed in a paper. */
export interface PrintedTable {
  readonly header: readonly string[];
  /** Alignment by column: text left, numbers right. */
  readonly sides: readonly ('left' | 'right')[];
  readonly rows: readonly (readonly string[])[];
}

/** @param digits decimals of a column's numbers, unless all of them are integers */
export function printedTable(rows: readonly TableRow[], digits = 2): PrintedTable {
  const header = columns(rows);
  const decimals = header.map((column) => (rows.some((row) => isFraction(row[column])) ? digits : 0));
  return {
    header,
    sides: header.map((column) => (rows.every((row) => typeof row[column] !== 'string') ? 'right' : 'left')),
    rows: rows.map((row) => header.map((column, k) => rounded(row[column], decimals[k]))),
  };
}

/** A LaTeX `tabular` with booktabs' rules (`\usepackage{booktabs}`): text left, numbers right. */
export function latexTable(table: readonly TableRow[], { digits = 2, note }: LatexOptions = {}): string {
  const { header, sides, rows } = printedTable(table, digits);
  const line = (cells: readonly string[]) => `${cells.join(' & ')} \\\\`;
  return [
    `\\begin{tabular}{${sides.map((side) => side[0]).join('')}}`,
    '\\toprule',
    line(header.map(escaped)),
    '\\midrule',
    ...rows.map((cells) => line(cells.map(escaped))),
    '\\bottomrule',
    ...(note ? [line([`\\multicolumn{${header.length}}{l}{\\footnotesize ${escaped(note)}}`])] : []),
    '\\end{tabular}',
    '',
  ].join('\n');
}

/** CSV with a header and unrounded numbers (RFC 4180). */
export function csvTable(rows: readonly TableRow[]): string {
  const header = columns(rows);
  const lines = [header, ...rows.map((row) => header.map((column) => plain(row[column])))];
  return `${lines.map((cells) => cells.map(csvField).join(',')).join('\n')}\n`;
}

/** All columns that occur, in the order of their first occurrence. */
function columns(rows: readonly TableRow[]): string[] {
  return [...new Set(rows.flatMap((row) => Object.keys(row)))];
}

function isFraction(value: TableRow[string] | undefined): boolean {
  return typeof value === 'number' && Number.isFinite(value) && !Number.isInteger(value);
}

function rounded(value: TableRow[string] | undefined, digits: number): string {
  return typeof value === 'number' && Number.isFinite(value) ? value.toFixed(digits) : plain(value);
}

function plain(value: TableRow[string] | undefined): string {
  return value == null || Number.isNaN(value) ? '' : String(value);
}

function escaped(text: string): string {
  return text
    .replace(/^-(?=\d)/, '−')
    .replace(/[\\~^±×≥≤<>−–†&%$#_{}]/g, (character) => ESCAPES[character] ?? `\\${character}`);
}
