import { type Dataset, hash, limited } from '../data/dataset';
import { InputError } from '../errors';
import type { RunSettings } from '../training/run';

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
