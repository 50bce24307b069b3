import { InputError } from '../core/errors';
import { excerpt } from '../core/excerpt';
import { SIZE, SPLITS } from './dataset';
import type { DatasetSource, ReadOptions } from './dataset-source';
import { contentsOf } from './forms/contents';
import { type LabelledFile, readFittedImages } from './forms/images';
import { leftOut } from './forms/left-out';
import type { Loaded } from './forms/loaded';
import { fileOf } from './forms/paths';
import { textsOf } from './forms/text-files';
import { shareNotice, withValidation } from './validation-share';

/** RAF-DB's seven emotions under FER2013's names, in the order of its labels 1–7. */
const CLASSES = ['Surprise', 'Fear', 'Disgust', 'Happy', 'Sad', 'Angry', 'Neutral'] as const;

/** RAF-DB, single labels: 12,271 training and 3,068 test images. */
export const rafdb: DatasetSource = {
  citation:
    'S. Li, W. Deng and J. Du, "Reliable crowdsourcing and deep locality-preserving learning for expression recognition in the wild", CVPR 2017.',
  recognises: ({ headers, images }) =>
    [...headers.values()].some(isListLine) || images.some((path) => IMAGE.test(fileOf(path))),
  load: loadRafDb,
};

/** The name of an image, such as `train_00001_aligned.jpg`, with its split and its number. */
const IMAGE = /^(train|test)_(\d{4,5})(_aligned)?\.(jpg|jpeg|png)$/i;
const isListLine = (line: string) => /^(train|test)_\d+\.jpg [1-7]$/.test(line.trim());

/**
 * RAF-DB as distributed: images `train_00001_aligned.jpg` with `list_patition_label.txt`, or in folders `train/1` …
 * `test/7` named after the labels. Its test split is PrivateTest; a share of its training split is PublicTest.
 *
 * @throws {InputError} that names the file, the line and the fault
 */
export async function loadRafDb(path: string, options: ReadOptions = {}): Promise<Loaded> {
  const contents = options.contents ?? (await contentsOf(path));
  const { image_size, val = 0.1, split_seed, onProgress } = options;
  const all = contents.images.filter((name) => IMAGE.test(fileOf(name)));
  const aligned = all.filter((name) => /_aligned\./i.test(name));
  const images = aligned.length > 0 ? aligned : all; // `original.zip` may be beside `aligned.zip`
  if (images.length === 0) throw new InputError('path', path, 'must contain images such as train_00001_aligned.jpg');
  const lists = [...contents.headers].filter(([, line]) => isListLine(line)).map(([name]) => name);
  const labels = await labelsIn(path, lists);
  const files = images.map((name): LabelledFile => {
    const [, split, number] = IMAGE.exec(fileOf(name))!;
    const label = labels.get(`${split.toLowerCase()}_${number}`) ?? folderLabel(name);
    if (label === undefined)
      throw new InputError(name, 'no label', 'must be in list_patition_label.txt, or in a folder 1–7');
    return { path: name, label: label - 1, split: SPLITS.indexOf(/train/i.test(split) ? 'Training' : 'PrivateTest') };
  });
  const shared = { name: 'rafdb', classes: CLASSES, size: image_size || SIZE };
  const { data, notices } = await readFittedImages(path, withValidation(files, val, split_seed), shared, onProgress);
  const share = `splits: train is Training${shareNotice(val)}; test is PrivateTest`;
  return { data, form: 'RAF-DB', notices: [share, ...notices, ...leftOut(withoutLists(contents, lists))] };
}

async function labelsIn(path: string, lists: readonly string[]): Promise<Map<string, number>> {
  const labels = new Map<string, number>();
  for (const [name, text] of await textsOf(path, lists)) {
    for (const [i, line] of text.trimEnd().split(/\r?\n/).entries()) {
      const [, image, label] = /^((?:train|test)_\d+)\.jpg ([1-7])$/.exec(line.trim()) ?? [];
      if (image === undefined) throw new InputError(`${name}:${i + 1}`, excerpt(line), 'must be as train_00001.jpg 5');
      labels.set(image, Number(label));
    }
  }
  return labels;
}

function folderLabel(path: string): number | undefined {
  const folder = path.split('/').at(-2) ?? '';
  return /^[1-7]$/.test(folder) ? Number(folder) : undefined;
}

function withoutLists<T extends { readonly others: ReadonlyMap<string, InputError> }>(
  contents: T,
  lists: readonly string[],
): T {
  return { ...contents, others: new Map([...contents.others].filter(([name]) => !lists.includes(name))) };
}
