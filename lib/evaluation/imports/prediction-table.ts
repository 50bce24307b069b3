/** Content of a file of predictions, before it is checked. Row `i` of every part belongs to one image. */
export interface PredictionTable {
  /** Number of rows. */
  readonly n: number;
  /** Name of row `i` in messages, such as `predictions.csv:17`. */
  place(i: number): string;
  /** Scores of the classes by row, in the order of the file; undefined if it has classes only. */
  readonly scores?: readonly ArrayLike<unknown>[];
  /** Names of the classes in the order of the scores; undefined if the file does not name them. */
  readonly classes?: readonly string[];
  /** Predicted class of each row, by name or number. */
  readonly predicted?: readonly unknown[];
  /** True class of each row, by name or number. */
  readonly labels?: readonly unknown[];
  /** Number of each row's image. */
  readonly rows?: readonly unknown[];
  /** Split of each row's image. */
  readonly splits?: readonly unknown[];
  /** Columns that were not read. */
  readonly ignored: readonly string[];
}
