import { assignSplits } from './assign';
import { count, EMOTIONS, imagesAt, SIZE } from './dataset';
import { type OnProgress, readImages } from './forms/images';
import { labelNames, labelsOf } from './forms/labels';
import { loadForm } from './forms/load-form';
import type { Loaded } from './forms/loaded';
import { fileOf } from './forms/paths';
import { recognise } from './forms/recognise';
import { withoutRepeats } from './forms/repeated';

/** Contempt is not one of FER2013's emotions; its images are skipped. */
const LABELS = labelNames([...EMOTIONS, 'Contempt']);
const CONTEMPT = EMOTIONS.length;

/**
 * CK+: folders named after the emotion, with images whose names start with the subject (`happy/S132_006_00000023.png`),
 * or the table `emotion,pixels,Usage`; each also in folders, zip, tar and gzip.
 *
 * Images are split by subject, 60 % in Training, 20 % in PublicTest, 20 % in PrivateTest, always the same way, since a
 * subject's images are frames of a few sequences. The table names splits but not subjects.
 *
 * P. Lucey et al., "The extended Cohn-Kanade dataset (CK+)", CVPR Workshops 2010.
 * @throws {InputError} that names the file, the line and the fault
 */
export async function loadCkPlus(path: string, onProgress?: OnProgress): Promise<Loaded> {
  const form = await recognise(path, LABELS);
  if (form.kind !== 'images') {
    const { data, notices, ...read } = await loadForm(path, form, { name: 'ckplus', labels: LABELS });
    const kept = Array.from({ length: count(data) }, (_, i) => i).filter((i) => data.labels[i] !== CONTEMPT);
    const shared = 'its splits may share subjects, which the table does not name';
    return {
      ...read,
      data: { ...imagesAt(data, kept), classes: EMOTIONS },
      notices: [...notices, ...leftOut(count(data) - kept.length), shared],
    };
  }
  const { labels, notices } = labelsOf(form.paths, LABELS);
  const wanted = form.paths.filter((file) => labels.get(file) !== CONTEMPT);
  const splits = assignSplits(wanted.map(subjectOf), [0.6, 0.2]);
  const files = wanted.map((file) => ({ path: file, label: labels.get(file)!, split: splits.get(subjectOf(file))! }));
  const once = await withoutRepeats(path, files, LABELS);
  const all = [...form.notices, ...notices, ...leftOut(form.paths.length - wanted.length), ...once.notices];
  const data = await readImages(path, once.files, { name: 'ckplus', classes: EMOTIONS, size: SIZE }, onProgress);
  return { data, form: `${form.words}, split by subject`, notices: all };
}

function leftOut(contempt: number): string[] {
  return contempt > 0 ? [`skipped: ${contempt} images of contempt, which is none of FER2013's emotions`] : [];
}

function subjectOf(path: string): string {
  return fileOf(path).split('_', 1)[0];
}
