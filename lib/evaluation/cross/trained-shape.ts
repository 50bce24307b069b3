import { isDeepStrictEqual } from 'node:util';
import { InputError } from '../../core/errors';
import { SPLITS } from '../../data/dataset';
import { type DataShape, dataShapeOf } from '../../training/data-shape';
import type { ClassifierFolder } from '../classifiers/classifier-folder';
import { type ClassifierSettings, classifierSettings, memberFolders } from '../classifiers/classifier-settings';
import { findEvaluation } from '../stored';

/** What a classifier takes and predicts. */
export interface TrainedShape extends Pick<DataShape, 'classes'> {
  /** Width of the images that it takes, in pixels; 0 for models of other frameworks that take any. */
  readonly size: number;
  /** The data set of its training. */
  readonly name: string;
}

/**
 * The classes, image size and data set of a classifier; an ensemble's members have the same.
 * @throws {InputError} for imported predictions, which are of given images, and for models of unknown classes
 */
export function trainedShape(folder: ClassifierFolder): TrainedShape {
  const [first, ...others] = memberFolders(folder).map((member) => shapeOf(member, classifierSettings(member)));
  for (const [i, other] of others.entries())
    if (!isDeepStrictEqual([first.classes, first.size], [other.classes, other.size]))
      throw new InputError(
        'name',
        memberFolders(folder)[i + 1].path,
        'must have the classes and image size of the first',
      );
  return { ...first, name: [...new Set([first, ...others].map(({ name }) => name))].join(', ') };
}

function shapeOf(folder: ClassifierFolder, { name, data, run, record }: ClassifierSettings): TrainedShape {
  if (run) return { ...dataShapeOf(run), name: String(run.environment.data?.name ?? data.dataset) };
  if (record?.kind !== 'model')
    throw new InputError('name', name, 'has predictions of its own images only, so it cannot predict others');
  const evaluation = SPLITS.map((split) => findEvaluation(folder, split)).find((found) => found !== undefined);
  const classes = record.preprocess.classes ?? evaluation?.classes;
  if (classes === undefined)
    throw new InputError('name', name, 'must be evaluated on its own data first, which has its classes');
  const { trained_on, extra_data } = record.facts;
  const other = extra_data === 'unknown' || extra_data === 'none' ? 'unknown data' : extra_data;
  return { classes, size: record.preprocess.size ?? 0, name: Array.isArray(trained_on) ? data.dataset : other };
}
