import { assignSplits } from './assign';
import { count, type Dataset, take } from './dataset';
import { type Loaded, labelOf, readRows } from './forms/load';
import { type OnProgress, readPictures } from './forms/pictures';
import { recognise } from './forms/recognise';

/** What `emotion` counts contempt as in the table; it is none of FER2013's emotions, and its images are left out. */
const CONTEMPT = 7;

/**
 * CK+: folders of pictures named after the emotion, whose names begin with the subject (`happy/S132_006_00000023.png`),
 * or the table `emotion,pixels,Usage`; each also in folders, zip, tar and gzip.
 *
 * Pictures are split by subject, 60 % in Training, 20 % in PublicTest, 20 % in PrivateTest, always the same: a subject's
 * pictures are frames of the same few sequences. The table names its splits, but not its subjects.
 *
 * P. Lucey et al., "The extended Cohn-Kanade dataset (CK+)", CVPR Workshops 2010.
 * @throws {InputError} that names the file, the line and the fault
 */
export async function loadCkPlus(path: string, onProgress?: OnProgress): Promise<Loaded> {
  const form = await recognise(path);
  if (form.kind !== 'pictures') {
    const data = withoutContempt(await readRows(path, form, 'ckplus', CONTEMPT));
    return { data, form: form.words, warning: 'its splits may share subjects, which the table does not name' };
  }
  const paths = form.paths.filter((file) => !/\/contempt\//i.test(`/${file}`));
  const splits = assignSplits(paths.map(subjectOf), [0.6, 0.2]);
  const pictures = paths.map((file) => ({ path: file, label: labelOf(file), split: splits.get(subjectOf(file))! }));
  const data = await readPictures(path, pictures, 'ckplus', onProgress);
  return { data, form: `${form.words}, split by subject` };
}

function subjectOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).split('_', 1)[0];
}

function withoutContempt(data: Dataset): Dataset {
  const kept = Array.from({ length: count(data) }, (_, i) => i).filter((i) => data.labels[i] !== CONTEMPT);
  return take(data, kept);
}
