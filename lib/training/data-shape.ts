import { EMOTIONS, SIZE } from '../data/dataset';
import { usualInputSize } from '../data/views';
import type { NetworkOptions } from '../models/registry';
import type { Hyperparameters } from './hyperparameters';
import type { RunSettings } from './run-folder';

/** The settings that determine the data, as options of `load`. */
export function dataOptions(settings: DataPlace) {
  const { dataset, path, seed, classes, image_size, val, test, split_seed } = settings;
  return { dataset, path, seed, classes, image_size, val, test, split_seed };
}

/** Source of data, and options for reading it. */
export interface DataPlace
  extends Pick<Hyperparameters, 'dataset' | 'path'>,
    Partial<Pick<Hyperparameters, 'seed' | 'classes' | 'image_size' | 'val' | 'test' | 'split_seed'>> {}

/** Properties of the data that determine a network: classes and image size, as in `Dataset`. */
export interface DataShape {
  readonly classes: readonly string[];
  readonly size: number;
}

/** The classes and the image size that a run was trained on. Runs of before December 2026 have FER2013's. */
export function dataShapeOf({ environment }: Pick<RunSettings, 'environment'>): DataShape {
  const { classes = EMOTIONS, size = SIZE } = environment.data as Partial<DataShape>;
  return { classes, size };
}

/** Options for building a run's network. */
export function networkOptions(
  { drop, seed, input_size }: Pick<Hyperparameters, 'drop' | 'seed' | 'input_size'>,
  { classes, size }: DataShape,
): NetworkOptions {
  return { drop, seed, classes, input_size: input_size || usualInputSize(size) };
}
