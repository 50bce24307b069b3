import { escaped } from '../report/escaped';

/** A row by column name. */
type Row = Readonly<Record<string, unknown>>;

/** An arquero table. */
export interface ColumnTable {
  columnNames(): string[];
  numRows(): number;
  objects(options: { limit: number }): object[];
}

/** A danfojs data frame. */
export interface DataFrame {
  readonly columns: readonly string[];
  /** Row names: 0, 1, 2 … unless the frame has others. */
  readonly index: readonly (string | number)[];
  readonly values: readonly unknown[];
  readonly shape: readonly number[];
}

export type Table = readonly object[] | ColumnTable | DataFrame;

/** The first rows of a table, as text. */
export interface TableContent {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Whether a column contains only numbers, by column. */
  readonly numeric: readonly boolean[];
  /** Number of rows beyond the limit. */
  readonly hidden: number;
}

/** Takes the first `limit` rows. The columns are those of a table, or all that occur in an array of rows. */
export function tableOf(table: Table, limit: number): TableContent {
  const { header, rows, total } = cells(table, limit);
  const numeric = header.map((_, column) =>
    rows.every((row) => row[column] == null || typeof row[column] === 'number'),
  );
  return { header, rows: rows.map((row) => row.map(word)), numeric, hidden: total - rows.length };
}

/** An HTML table whose only style is alignment: text left, numbers right. */
export function htmlTable({ header, rows, numeric, hidden }: TableContent): string {
  const row = (tag: string, words: readonly string[]) =>
    `<tr>${words.map((w, i) => `<${tag} style="text-align: ${numeric[i] ? 'right' : 'left'}">${escaped(w)}</${tag}>`).join('')}</tr>`;
  const body = rows.map((words) => row('td', words)).join('\n');
  const rest = hidden > 0 ? `\n<p>${escaped(remainder(hidden))}</p>` : '';
  return `<table>\n<thead>${row('th', header)}</thead>\n<tbody>\n${body}\n</tbody>\n</table>${rest}`;
}

/** Columns of equal width, two spaces apart. */
export function textTable({ header, rows, numeric, hidden }: TableContent): string {
  const widths = header.map((name, i) => Math.max(name.length, ...rows.map((row) => row[i].length)));
  const line = (words: readonly string[]) =>
    words
      .map((w, i) => (numeric[i] ? w.padStart(widths[i]) : w.padEnd(widths[i])))
      .join('  ')
      .trimEnd();
  return [header, ...rows]
    .map(line)
    .concat(hidden > 0 ? [remainder(hidden)] : [])
    .join('\n');
}

function cells(table: Table, limit: number): { header: readonly string[]; rows: unknown[][]; total: number } {
  if ('columnNames' in table) {
    const header = table.columnNames();
    const rows = table.objects({ limit }).map((row) => header.map((name) => (row as Row)[name]));
    return { header, rows, total: table.numRows() };
  }
  if ('columns' in table) {
    const rows = table.values.slice(0, limit) as unknown[][];
    const total = table.values.length;
    if (table.index.every((name, i) => name === i)) return { header: table.columns, rows, total };
    return { header: ['', ...table.columns], rows: rows.map((row, i) => [table.index[i], ...row]), total };
  }
  const header = [...new Set(table.flatMap((row) => Object.keys(row)))];
  const rows = table.slice(0, limit).map((row) => header.map((name) => (row as Row)[name]));
  return { header, rows, total: table.length };
}

/** The text of a cell. Numbers have five significant digits; integers have all. */
function word(value: unknown): string {
  if (value == null) return '';
  if (typeof value === 'number' && Number.isFinite(value) && !Number.isInteger(value)) {
    return String(Number(value.toPrecision(5)));
  }
  if (typeof value === 'object') return value instanceof Date ? value.toISOString() : JSON.stringify(value);
  return String(value);
}

function remainder(hidden: number): string {
  return `… and ${hidden} more row${hidden === 1 ? '' : 's'}`;
}
