import type { Shared } from '../builder';
import type { Dataset } from '../dataset';
import { SIZE, SPLITS } from '../dataset';
import { type LabelledFile, type OnProgress, readFittedImages, readImages } from './images';
import { type LabelNames, labelsOf } from './labels';
import { readRows } from './read-rows';
import type { Form } from './recognise';
import { withoutRepeats } from './repeated';
import { MERGED } from './split-column';
import { type PathSplits, requireSplits, splitsOf } from './splits';

/** A data set, and what it was read from. */
export interface Loaded {
  readonly data: Dataset;
  /** The form in words, as `emotion,pixels,Usage`. */
  readonly form: string;
  /** What was assumed, what was left out, and what a reader of results must know about the splits, in a line each. */
  readonly notices: readonly string[];
}

/** What a data set decides about the way that it is read. */
export interface FormOptions {
  /** What messages call it. */
  readonly name: string;
  readonly labels: LabelNames;
  readonly onProgress?: OnProgress;
  /** Width that images of any size are resized to, in pixels. @default all must be 48×48 */
  readonly fit?: number;
  /**
   * Splits for images whose paths name none, with what to say of them.
   * @default all in Training
   */
  readonly assign?: (paths: readonly string[]) => { readonly splits: ReadonlyMap<string, number>; notice: string };
}

/**
 * Loads what a path holds in any form that `recognise` knows, with the splits that rows or paths name.
 * @throws {InputError} that names the file, the line and the fault
 */
export async function loadForm(path: string, form: Form, options: FormOptions): Promise<Loaded> {
  const read = form.kind === 'images' ? await imagesOf(path, form, options) : await readRows(path, form, options);
  return { data: read.data, form: form.words, notices: [...form.notices, ...read.notices] };
}

async function imagesOf(path: string, form: Form, options: FormOptions): Promise<Pick<Loaded, 'data' | 'notices'>> {
  const { labels, notices } = labelsOf(form.paths, options.labels);
  const splits = splitsOf(form.paths, 'images');
  requireSplits(form.paths, splits);
  const assigned = assignedSplits(form.paths, splits, options);
  const files = form.paths.map(
    (file): LabelledFile => ({ path: file, label: labels.get(file)!, split: assigned.of(file) }),
  );
  const once = await withoutRepeats(path, files, options.labels);
  const { fit, onProgress } = options;
  const shared = { ...sharedOf(options), size: fit ?? SIZE };
  const read =
    fit === undefined
      ? { data: await readImages(path, once.files, shared, onProgress), notices: [] }
      : await readFittedImages(path, once.files, shared, onProgress);
  const lines = [...assigned.notices, ...once.notices, ...read.notices, ...mergedNotice(splits, read.data)];
  return { data: read.data, notices: [...notices, ...lines] };
}

/** What all images that are read share. */
export function sharedOf({ name, labels }: Pick<FormOptions, 'name' | 'labels'>): Shared {
  return { name, classes: labels.classes, size: SIZE };
}

interface AssignedSplits {
  of(path: string): number;
  readonly notices: readonly string[];
}

function assignedSplits(paths: readonly string[], splits: PathSplits, { assign }: FormOptions): AssignedSplits {
  if (splits.named) return { of: (path) => splits.of(path)!, notices: splits.notices };
  if (assign === undefined) return { of: () => 0, notices: ['no folder names a split: all images are Training'] };
  const assigned = assign(paths);
  return { of: (path) => assigned.splits.get(path)!, notices: [assigned.notice] };
}

function mergedNotice({ merged }: PathSplits, data: Dataset): string[] {
  return merged && !data.splits.includes(SPLITS.indexOf('PrivateTest')) ? [MERGED] : [];
}
