import type { LabelNames } from './labels';
import type { SplitColumn } from './split-column';

/** Options for reading the rows of a file. */
export interface RowOptions {
  /** Names of labels; numbers are labels too. */
  readonly labels: LabelNames;
  /** Index into `SPLITS` for rows without a split; if it is missing, every row must name one. */
  readonly split?: number;
  /** Takes the values of a column Usage or split. */
  readonly column: SplitColumn;
  /** Takes the subject of each row from a column of that name, if there is one. @default subjects are not read */
  readonly subjects?: string[];
}

/** The result of reading a file, besides its images. */
export interface RowsRead {
  /** Whether a column names the split of each row. */
  readonly isComplete: boolean;
  /** Assumptions. */
  readonly notices: readonly string[];
}
