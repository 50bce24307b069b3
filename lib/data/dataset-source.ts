import type { Dataset } from './dataset';
import type { Contents } from './forms/contents';
import type { OnProgress } from './forms/images';
import type { Loaded } from './forms/loaded';

/** How a data set is read. The names are those of the command line. */
export interface ReadOptions {
  /** Number of classes, of data sets that have variants; 0 for the usual one. @default 0 */
  readonly classes?: number;
  /** Width and height that images are resized to, in pixels; 0 for the data set's own. @default 0 */
  readonly image_size?: number;
  /** Share of the images that is put in the validation split if the data has none. @default 0.1 */
  readonly val?: number;
  /** Share of the images that is put in the test split if the data names no splits. @default 0.1 */
  readonly test?: number;
  /** Seed of these random splits. @default 0 */
  readonly split_seed?: number;
  /**
   * Whether the data is only evaluated: nothing is assigned to splits at random, and no split or class must have images.
   * `val`, `test` and `split_seed` are ignored.
   * @default false
   */
  readonly evaluationOnly?: boolean;
  readonly onProgress?: OnProgress;
  /** Content of the path, if it is known already. */
  readonly contents?: Contents;
}

/** A data set that `dataset=` names: one file, and one line in `dataset-sources.ts`. */
export interface DatasetSource {
  /** How to cite it. */
  readonly citation: string;
  /**
   * Reads it from a file, archive or folder.
   * @throws {InputError} that names the file, the line and the fault
   */
  readonly load: (path: string, options: ReadOptions) => Promise<Loaded>;
  /** The folder below `datasets/` that its files are installed in. @default its name */
  readonly place?: string;
  /** Whether downloaded files are this data set, for `npm run data`. @default never */
  readonly recognises?: (contents: Contents) => boolean;
  /** Draws it, if it has no files; `load` is not called then. */
  readonly draw?: (seed: number | undefined) => Dataset;
  /** The numbers of classes that `classes=` takes. @default that of the data */
  readonly variants?: readonly number[];
  /** Whether its splits are this project's, so that classifiers of other data are evaluated on all images. @default false */
  readonly ownSplits?: boolean;
  /** The data in its canonical order. @default as read */
  readonly ordered?: (data: Dataset) => Dataset;
  /** How a copy differs from the official one, in a line; undefined if it does not. */
  readonly departure?: (data: Dataset) => string | undefined;
  /** Checks files that `npm run data` installs, if they are not read by `load`. @returns lines on what was found */
  readonly check?: (path: string) => Promise<readonly string[]>;
}
