import type { Dataset } from '../dataset';
import { SIZE, SPLITS } from '../dataset';
import { type LabelledFile, readFittedImages, readImages } from './images';
import { labelsOf } from './labels';
import { type FormOptions, type Loaded, sharedOf } from './loaded';
import { readRows } from './read-rows';
import type { Form } from './recognise-form';
import { withoutRepeats } from './repeated';
import { MERGED } from './split-column';
import { type PathSplits, requireSplits, splitsOf } from './splits';

/**
 * Loads a data set in any form that `recognise` knows, with the splits named by rows or paths.
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
