/** What a file's rows are taken for. */
export interface RowOptions {
  /** Index into `SPLITS` of rows that do not name theirs; none must then be missing. */
  readonly split?: number;
  /** What the rows count from. @default 0 */
  readonly firstRow?: number;
  /** The largest label: 7 for tables that have contempt. @default 6 */
  readonly mostLabel?: number;
}
