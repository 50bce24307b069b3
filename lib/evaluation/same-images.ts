import { InputError } from '../core/errors';
import { type Dataset, hash, imagesAt, indicesOf, limited, pixelsAt, type Split, select } from '../data/dataset';
import type { RunSettings } from '../training/run-folder';
import type { StoredEvaluation } from './stored';

/**
 * The images that a run was trained and measured on: all of `data`, or the first of each split.
 *
 * @throws {InputError} where it was trained on others; of imported weights that is not known
 */
export function imagesOf({ options, dataHash }: RunSettings, data: Dataset): Dataset {
  const images = limited(data, options.limit);
  if (dataHash === undefined || hash(images) === dataHash) return images;
  throw new InputError('dataset', data.name, 'must hold the images that the run was trained on');
}

/**
 * The run's images without those of a split that `only` lacks.
 *
 * @param images of the run
 * @param data where they come from
 * @param only some images of `data`, by their rows, unchanged
 * @throws {InputError} if one of the split is not in `data`, or has other pixels or another label there
 */
export function onlyThose(images: Dataset, data: Dataset, only: Dataset, split: Split): Dataset {
  const wanted = new Set<number>();
  const places = new Map(Array.from(indicesOf(data, split), (place) => [data.rows[place], place]));
  for (const i of indicesOf(only, split)) {
    const row = only.rows[i];
    const place = places.get(row);
    if (place === undefined || !isSame(only, i, data, place))
      throw new InputError('only', `${split} ${row}`, `must be an image of ${data.name}, unchanged`);
    wanted.add(row);
  }
  const others = new Set(indicesOf(images, split));
  const kept = Array.from(images.rows.keys()).filter((i) => !others.has(i) || wanted.has(images.rows[i]));
  return imagesAt(images, kept);
}

/**
 * The images that an evaluation measured, in the order of its predictions.
 *
 * @param data the run's
 * @throws {InputError} if it does not hold them
 */
export function evaluatedImages(data: Dataset, { evaluation, rows }: StoredEvaluation): Dataset {
  const images = select(data, evaluation.split);
  const places = new Map(Array.from(images.rows, (row, place) => [row, place]));
  const found = Array.from(rows, (row) => places.get(row) ?? -1);
  const measured = found.includes(-1) ? undefined : imagesAt(images, found);
  if (measured && [undefined, hash(measured)].includes(evaluation.sha256)) return measured;
  throw new InputError('dataset', data.name, `must hold the images of ${evaluation.split} that were evaluated`);
}

function isSame(a: Dataset, i: number, b: Dataset, k: number): boolean {
  return a.labels[i] === b.labels[k] && Buffer.compare(pixelsAt(a, i), pixelsAt(b, k)) === 0;
}
