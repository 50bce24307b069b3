import { InputError } from '../core/errors';
import { assignSplits } from './assign';
import { count, EMOTIONS, imagesAt, SIZE } from './dataset';
import type { DatasetSource, ReadOptions } from './dataset-source';
import { contentsOf } from './forms/contents';
import { readImages } from './forms/images';
import { labelNames, labelsOf } from './forms/labels';
import { loadForm } from './forms/load-form';
import type { Loaded } from './forms/loaded';
import { fileOf } from './forms/paths';
import { recognise } from './forms/recognise-form';
import { withoutRepeats } from './forms/repeated';

/** Contempt is not one of FER2013's classes; its images are skipped. */
const LABELS = labelNames([...EMOTIONS, 'Contempt']);
const CONTEMPT = EMOTIONS.length;

/** CK+, FER2013's seven emotions, or with `classes=8` also contempt. */
export const ckplus: DatasetSource = {
  citation: 'P. Lucey et al., "The extended Cohn-Kanade dataset (CK+)", CVPR Workshops 2010.',
  variants: [EMOTIONS.length, LABELS.classes.length],
  ownSplits: true,
  recognises: ({ images }) => images.some((path) => /^S\d{3}_\d{3}_\d+\.png$/.test(fileOf(path))),
  load: loadCkPlus,
};

/**
 * CK+: folders named after the emotion, with images whose names start with the subject (`happy/S132_006_00000023.png`),
 * or the table `emotion,pixels,Usage`; each also in folders, zip, tar and gzip.
 *
 * Images are split by subject, 60 % in Training, 20 % in PublicTest, 20 % in PrivateTest, always the same way, since a
 * subject's images are frames of a few sequences. The table names splits but not subjects.
 *
 * @param options.classes 7 leaves contempt out, as 0 does; 8 keeps it
 * @throws {InputError} that names the file, the line and the fault
 */
export async function loadCkPlus(path: string, options: ReadOptions = {}): Promise<Loaded> {
  const { classes: wanted = 0, onProgress, split_seed } = options;
  const withContempt = wanted === LABELS.classes.length;
  if (![0, EMOTIONS.length, LABELS.classes.length].includes(wanted))
    throw new InputError('classes', wanted, 'must be 7, or 8 with contempt, for ckplus');
  const classes = withContempt ? LABELS.classes : EMOTIONS;
  const form = recognise(path, LABELS, options.contents ?? (await contentsOf(path)));
  if (form.kind !== 'images') {
    const { data, notices, ...read } = await loadForm(path, form, { name: 'ckplus', labels: LABELS });
    const kept = [...data.labels.keys()].filter((i) => withContempt || data.labels[i] !== CONTEMPT);
    const shared = 'its splits may share subjects, which the table does not name';
    const removed = leftOut(count(data) - kept.length);
    return { ...read, data: { ...imagesAt(data, kept), classes }, notices: [...notices, ...removed, shared] };
  }
  const { labels, notices } = labelsOf(form.paths, LABELS);
  const paths = form.paths.filter((file) => withContempt || labels.get(file) !== CONTEMPT);
  const splits = assignSplits(paths.map(subjectOf), [0.6, 0.2], split_seed);
  const files = paths.map((file) => ({ path: file, label: labels.get(file)!, split: splits.get(subjectOf(file))! }));
  const once = await withoutRepeats(path, files, LABELS);
  const all = [...form.notices, ...notices, ...leftOut(form.paths.length - paths.length), ...once.notices];
  const data = await readImages(path, once.files, { name: 'ckplus', classes, size: SIZE }, onProgress);
  return { data, form: `${form.words}, split by subject`, notices: all };
}

function leftOut(contempt: number): string[] {
  return contempt > 0
    ? [`skipped: ${contempt} images of contempt, which is none of FER2013's emotions; classes=8 keeps them`]
    : [];
}

function subjectOf(path: string): string {
  return fileOf(path).split('_', 1)[0];
}
