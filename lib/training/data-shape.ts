import { EMOTIONS, SIZE } from '../data/dataset';
import { usualInputSize } from '../data/views';
import type { NetworkOptions } from '../models/registry';
import type { Hyperparameters } from './hyperparameters';
import type { RunSettings } from './run-folder';

/** The settings that decide the data, as `load` takes them. */
export function dataOptions(settings: DataPlace) {
  const { dataset, path, seed, classes, image_size, val, test, split_seed } = settings;
  return { dataset, path, seed, classes, image_size, val, test, split_seed };
}

/** Where data comes from and how it is read. */
export interface DataPlace
  extends Pick<Hyperparameters, 'dataset' | 'path'>,
    Partial<Pick<Hyperparameters, 'seed' | 'classes' | 'image_size' | 'val' | 'test' | 'split_seed'>> {}

/** What a network must know of the data: the classes and the size of the images, as `Dataset` has them. */
export interface DataShape {
  readonly classes: readonly string[];
  readonly size: number;
}

/** The classes and the image size that a run was trained on. Runs of before December 2026 have FER2013's. */
export function dataShapeOf({ environment }: Pick<RunSettings, 'environment'>): DataShape {
  const { classes = EMOTIONS, size = SIZE } = environment.data as Partial<DataShape>;
  return { classes, size };
}

/** What a run's network is built from. */
export function networkOptions(
  { drop, seed, input_size }: Pick<Hyperparameters, 'drop' | 'seed' | 'input_size'>,
  { classes, size }: DataShape,
): NetworkOptions {
  return { drop, seed, classes, input_size: input_size || usualInputSize(size) };
}
