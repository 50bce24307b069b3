import type { LabelNames } from './labels';
import type { SplitColumn } from './split-column';

/** How the rows of a file are read. */
export interface RowOptions {
  /** How labels are named; numbers are labels too. */
  readonly labels: LabelNames;
  /** Index into `SPLITS` of rows that do not name theirs; if it is missing, every row must. */
  readonly split?: number;
  /** Takes the values of a column Usage or split. */
  readonly column: SplitColumn;
}

/** What was found in a file besides its images. */
export interface RowsRead {
  /** Whether a column names the split of each row. */
  readonly isComplete: boolean;
  /** What was assumed. */
  readonly notices: readonly string[];
}
