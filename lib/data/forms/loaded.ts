import type { Shared } from '../builder';
import { type Dataset, SIZE } from '../dataset';
import type { OnProgress } from './images';
import type { LabelNames } from './labels';

/** A data set and its form. */
export interface Loaded {
  readonly data: Dataset;
  /** The form in words, such as `emotion,pixels,Usage`. */
  readonly form: string;
  /** What was assumed or skipped, and what readers of results must know about the splits, one line each. */
  readonly notices: readonly string[];
}

/** Options of a data set for reading its files. */
export interface FormOptions {
  /** Name of the data set in messages. */
  readonly name: string;
  readonly labels: LabelNames;
  readonly onProgress?: OnProgress;
  /** Width and height to resize images to, in pixels. @default all must be 48×48 */
  readonly fit?: number;
  /**
   * Splits for images that name none, by path, and a notice about them. For rows of a table, the keys are their subjects or
   * numbers.
   * @default all images are in Training; tables must name splits
   */
  readonly assign?: (
    keys: readonly string[],
    rowsBy?: 'subject' | 'number',
  ) => { readonly splits: ReadonlyMap<string, number>; notice: string };
}

/** Properties that all images of a data set share. */
export function sharedOf({ name, labels }: Pick<FormOptions, 'name' | 'labels'>): Shared {
  return { name, classes: labels.classes, size: SIZE };
}
