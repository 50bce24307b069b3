import { InputError } from '../../errors';
import { DatasetBuilder } from '../builder';
import type { Dataset } from '../dataset';
import { filesAt } from '../files/open';
import { pictureDecoder } from './decode';
import { labelNamed, nearest } from './names';
import type { PathSplits } from './splits';

/** What a picture's path tells. */
interface Picture {
  readonly label: number;
  readonly split: number;
  /** Place in the data set. */
  readonly row: number;
}

/**
 * Reads pictures from folders that are named after their emotion or label and their split, as `train/angry/1.png`. They
 * are put in the order of the splits, and there of the last number in their names: the row of fer2013.csv where the
 * names keep it.
 *
 * @param path holds the folders: a folder or an archive
 * @param paths those of its files to read
 */
export async function readPictures(
  path: string,
  paths: readonly string[],
  splits: PathSplits,
  name: string,
): Promise<Dataset> {
  const pictures = inOrder(paths, splits);
  const decode = await pictureDecoder();
  const builder = new DatasetBuilder(paths.length);
  for await (const file of filesAt(path)) {
    const picture = pictures.get(file.path);
    if (picture === undefined) continue;
    const pixels = decode(await file.whole(), file.path);
    builder.images.set(pixels, builder.reserve());
    builder.add(picture.label, picture.split, picture.row);
  }
  return builder.inRowOrder(name);
}

function inOrder(paths: readonly string[], splits: PathSplits): Map<string, Picture> {
  const { compare } = new Intl.Collator('en', { numeric: true });
  const keyed = paths.map((path) => ({
    path,
    split: splits.of(path) ?? 0,
    number: lastNumber(path),
    label: labelOf(path),
  }));
  keyed.sort((a, b) => a.split - b.split || a.number - b.number || compare(a.path, b.path));
  return new Map(keyed.map(({ path, split, label }, row) => [path, { label, split, row }]));
}

function labelOf(path: string): number {
  const folder = path.slice(0, path.lastIndexOf('/'));
  const label = nearest(folder, labelNamed);
  if (label === undefined)
    throw new InputError(
      path,
      'no emotion in its path',
      'must lie in a folder named angry, disgust, fear, happy, sad, surprise, neutral or 0–6',
    );
  return label;
}

function lastNumber(path: string): number {
  return Number(/(\d+)\D*$/.exec(path)?.[1] ?? -1);
}
