import type { Shared } from '../builder';
import { type Dataset, SIZE } from '../dataset';
import type { OnProgress } from './images';
import type { LabelNames } from './labels';

/** A data set, and what it was read from. */
export interface Loaded {
  readonly data: Dataset;
  /** The form in words, as `emotion,pixels,Usage`. */
  readonly form: string;
  /** What was assumed, what was left out, and what a reader of results must know about the splits, in a line each. */
  readonly notices: readonly string[];
}

/** Loads a data set from a path. */
export type Loader = (path: string, onProgress?: OnProgress) => Promise<Loaded>;

/** What a data set decides about the way that it is read. */
export interface FormOptions {
  /** What messages call it. */
  readonly name: string;
  readonly labels: LabelNames;
  readonly onProgress?: OnProgress;
  /**
   * Splits for images whose paths name none, with what to say of them.
   * @default all in Training
   */
  readonly assign?: (paths: readonly string[]) => { readonly splits: ReadonlyMap<string, number>; notice: string };
}

/** Properties that all images of a data set share. */
export function sharedOf({ name, labels }: Pick<FormOptions, 'name' | 'labels'>): Shared {
  return { name, classes: labels.classes, size: SIZE };
}
