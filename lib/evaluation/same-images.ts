import { isDeepStrictEqual } from 'node:util';
import { InputError } from '../core/errors';
import { count, type Dataset, hash, imagesAt, indicesOf, limited, pixelsAt, type Split, select } from '../data/dataset';
import { type DataShape, dataShapeOf } from '../training/data-shape';
import type { RunSettings } from '../training/run-folder';
import type { StoredEvaluation } from './stored';

/**
 * The images of a run: all of `data`, or the first ones of each split.
 *
 * @throws {InputError} if the run was trained on others; of imported weights, only classes and image size are checked
 */
export function imagesOf(run: RunSettings, data: Dataset): Dataset {
  const { options, dataHash } = run;
  const images = limited(data, options.limit);
  if (dataHash === undefined) return withShape(images, dataShapeOf(run));
  if (hash(images) === dataHash) return images;
  throw new InputError('dataset', data.name, 'must contain the images that the run was trained on');
}

/** @throws {InputError} for images of other classes, another order of the classes, or another size than a network's */
function withShape(images: Dataset, { classes, size }: DataShape): Dataset {
  const constraint = !isDeepStrictEqual([...images.classes], [...classes])
    ? `must have the classes of the network in its order, ${classes.join(', ')}, not ${images.classes.join(', ')}`
    : images.size !== size
      ? `must have images of ${size}×${size} pixels, not ${images.size}×${images.size}`
      : undefined;
  if (constraint === undefined) return images;
  throw new InputError('dataset', images.name, constraint);
}

/** The images that an evaluation of a split uses. */
export interface EvaluationImages {
  /** Images of all splits; of the split, only those that are evaluated. */
  readonly data: Dataset;
  /** Those of the split. */
  readonly images: Dataset;
  /** Number of images in the split, evaluated or not. */
  readonly splitSize: number;
}

/**
 * Chooses the images of a split.
 *
 * @param all the images of the classifier
 * @param options `only` some images of `data`, unchanged; all by default
 * @throws {InputError} if the split is empty, or `only` is not part of it
 */
export function imagesToEvaluate(
  all: Dataset,
  options: { readonly split: Split; readonly data: Dataset; readonly only?: Dataset },
): EvaluationImages {
  const { split, only } = options;
  const data = only ? onlyThose(all, options.data, only, split) : all;
  const images = select(data, split);
  if (count(images) === 0) throw new InputError('split', split, `must have images in ${data.name}`);
  return { data, images, splitSize: indicesOf(all, split).length };
}

/**
 * The run's images; for one split only those in `only`.
 *
 * @param images of the run
 * @param data the data set that contains them
 * @param only images of `data`, identified by their rows
 * @throws {InputError} if one of them is not in `data`, or has other pixels or another label there
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
 * The images of an evaluation, in the order of its predictions.
 *
 * @param data the run's
 * @throws {InputError} if some of them are missing
 */
export function evaluatedImages(data: Dataset, { evaluation, rows }: StoredEvaluation): Dataset {
  const { split } = evaluation;
  const images = split === 'all' ? data : select(data, split);
  const places = new Map(Array.from(images.rows, (row, place) => [row, place]));
  const found = Array.from(rows, (row) => places.get(row) ?? -1);
  const measured = found.includes(-1) ? undefined : imagesAt(images, found);
  if (measured && [undefined, hash(measured)].includes(evaluation.sha256)) return measured;
  throw new InputError('dataset', data.name, `must contain the images of ${split} that were evaluated`);
}

function isSame(a: Dataset, i: number, b: Dataset, k: number): boolean {
  return a.labels[i] === b.labels[k] && Buffer.compare(pixelsAt(a, i), pixelsAt(b, k)) === 0;
}
