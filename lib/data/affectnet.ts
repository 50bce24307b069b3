import { counted } from '../core/counted';
import { InputError } from '../core/errors';
import { excerpt } from '../core/excerpt';
import { SIZE, SPLITS } from './dataset';
import type { DatasetSource, ReadOptions } from './dataset-source';
import { type Contents, contentsOf } from './forms/contents';
import { type LabelledFile, readFittedImages } from './forms/images';
import type { Loaded } from './forms/loaded';
import { fileOf } from './forms/paths';
import { bytesOf, textsOf } from './forms/text-files';
import { shareNotice, withValidation } from './validation-share';

/**
 * AffectNet's eight emotions under FER2013's names, in the order of its labels 0–7; 8–10 show no emotion or no face.
 */
const CLASSES = ['Neutral', 'Happy', 'Sad', 'Surprise', 'Fear', 'Disgust', 'Angry', 'Contempt'] as const;

/** AffectNet, manual labels, eight emotions, or with `classes=7` without contempt. */
export const affectnet: DatasetSource = {
  variants: [7, CLASSES.length],
  citation:
    'A. Mollahosseini, B. Hasani and M. H. Mahoor, "AffectNet: A database for facial expression, valence, and arousal computing in the wild", IEEE Trans. Affective Computing 2019, arXiv 1708.03985.',
  recognises: (contents) => listsIn(contents).length > 0 || contents.images.some((path) => SET.test(path)),
  load: loadAffectNet,
};

const HEADER = /^subDirectory_filePath,face_x,face_y,face_width,face_height,/;
const SET = /(?:^|\/)(train|val)_set\/images\/(\d+)\.(?:jpg|png)$/i;
const COLUMNS = 9; // path, face_x, face_y, face_width, face_height, landmarks, expression, valence, arousal

/**
 * AffectNet as distributed: `training.csv` and `validation.csv` with the folders of images, of which each face is cut
 * out; or `train_set` and `val_set` with `images/N.jpg` and `annotations/N_exp.npy`. The validation split, on which the
 * field reports, is PrivateTest; a share of the training split is PublicTest.
 *
 * @throws {InputError} that names the file, the line and the fault
 */
export async function loadAffectNet(path: string, options: ReadOptions = {}): Promise<Loaded> {
  const { classes: wanted = 0, image_size, val = 0.1, split_seed, onProgress } = options;
  if (![0, 7, CLASSES.length].includes(wanted)) throw new InputError('classes', wanted, 'must be 7 or 8 for affectnet');
  const classes = CLASSES.slice(0, wanted || CLASSES.length);
  const contents = options.contents ?? (await contentsOf(path));
  const lists = listsIn(contents);
  const all = lists.length > 0 ? await listed(path, contents, lists) : await annotated(path, contents);
  if (all.length === 0) throw new InputError('path', path, 'must contain AffectNet: training.csv or train_set');
  const files = all.filter(({ label }) => label < classes.length);
  const shared = { name: 'affectnet', classes, size: image_size || SIZE };
  const { data, notices } = await readFittedImages(path, withValidation(files, val, split_seed), shared, onProgress);
  const removed = all.length - files.length;
  const share = `splits: training is Training${shareNotice(val)}; validation is PrivateTest`;
  const others = removed > 0 ? [`left out: ${counted(removed, 'image')} of other labels`] : [];
  return { data, form: 'AffectNet', notices: [share, ...others, ...notices] };
}

const splitNamed = (name: string) => SPLITS.indexOf(/^val/i.test(name) ? 'PrivateTest' : 'Training');

function listsIn({ headers }: Contents): string[] {
  return [...headers].filter(([, line]) => HEADER.test(line)).map(([name]) => name);
}

/** The images that the lists name and that are there. */
async function listed(path: string, { images }: Contents, lists: readonly string[]): Promise<LabelledFile[]> {
  const byEnd = new Map(images.map((image) => [image.split('/').slice(-2).join('/'), image]));
  const files: LabelledFile[] = [];
  for (const [name, text] of await textsOf(path, lists)) {
    for (const [i, line] of text.trimEnd().split(/\r?\n/).slice(1).entries()) {
      const fields = line.split(',');
      const [left, top, width, height, label] = [1, 2, 3, 4, 6].map((k) => Number(fields[k]));
      if (fields.length !== COLUMNS || ![left, top, width, height, label].every(Number.isFinite))
        throw new InputError(`${name}:${i + 2}`, excerpt(line), `must have ${COLUMNS} columns, as in its header`);
      const image = byEnd.get(fields[0]);
      if (image) files.push({ path: image, label, split: splitNamed(fileOf(name)), box: { left, top, width, height } });
    }
  }
  return files;
}

/** The images of `train_set` and `val_set`, with the labels in `annotations/N_exp.npy`. */
async function annotated(path: string, { images, others }: Contents): Promise<LabelledFile[]> {
  const labels = new Map<string, number>();
  const wanted = [...others.keys()].filter((name) => /_exp\.npy$/.test(name));
  for (const [name, bytes] of await bytesOf(path, wanted)) labels.set(name, scalarOf(bytes, name));
  return images.flatMap((image): LabelledFile[] => {
    const match = SET.exec(image);
    if (match === null) return [];
    const label = labels.get(image.replace(/images\/(\d+)\.\w+$/, 'annotations/$1_exp.npy'));
    if (label === undefined) throw new InputError(image, 'no label', 'must have an annotations/N_exp.npy');
    return [{ path: image, label, split: splitNamed(match[1]) }];
  });
}

/**
 * The number in a NumPy file of one text or integer (format 1.0: magic, two bytes of length at 8, the header, data).
 */
function scalarOf(bytes: Uint8Array, name: string): number {
  const data = Buffer.from(bytes);
  const end = 10 + data.readUInt16LE(8);
  const type = /'descr': '([<|][UiuS])\d+'/.exec(data.toString('latin1', 0, end))?.[1].slice(1);
  const value = type === 'i' || type === 'u' ? data[end] : Number(data.toString('latin1', end).replaceAll('\0', ''));
  if (type !== undefined && Number.isInteger(value)) return value;
  throw new InputError(name, 'not a label', 'must contain one number, as AffectNet does');
}
