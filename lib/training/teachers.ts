import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FolderContent } from '../core/changes';
import { InputError } from '../core/errors';
import { count, type Dataset, imagesAt } from '../data/dataset';
import type { Taught } from '../data/label-targets';
import { predictImages } from '../models/predict-images';
import { decodeSafetensors, encodeSafetensors } from '../models/weights/safetensors';
import { restoreWeights } from './checkpoint';
import { dataShapeOf, requireSameClasses } from './data-shape';
import { type Hyperparameters, teachersOf } from './hyperparameters';
import { buildRunNetwork } from './own-kinds';
import type { Start } from './resume';
import { existingRun, type RunFolder, readSettings } from './run-folder';
import type { TrainOptions } from './train-options';

/** File of a distilled run: what the teachers said, so that a resumed run learns the same without them. */
const FILE = 'teachers.safetensors';
const TENSOR = 'probabilities';

/** A training that has teachers. */
interface Pupil {
  readonly settings: Hyperparameters;
  readonly folder: RunFolder;
  readonly start: Start;
  readonly data: Dataset;
  /** Indices of the images to fit. */
  readonly fitted: Int32Array;
}

/**
 * The mean probabilities of the teachers for the images to fit (Hinton et al. 2015); a resumed run's are those that it
 * started with.
 *
 * @throws {InputError} if a teacher is missing or has other classes
 */
export async function taughtProbabilities(
  { settings, folder, start, data, fitted }: Pupil,
  options: Pick<TrainOptions, 'signal' | 'onNotice'>,
): Promise<Taught | undefined> {
  const teachers = teachersOf(settings);
  if (teachers.length === 0) return undefined;
  const probabilities = start.resumed
    ? readTaught(folder, fitted.length, data.classes.length)
    : await askTeachers(teachers, imagesAt(data, [...fitted]), options);
  return { images: fitted, probabilities };
}

/** Uses the last weights, which no split has selected, and averages an image and its mirror image. */
async function askTeachers(
  teachers: readonly string[],
  images: Dataset,
  { signal, onNotice }: Pick<TrainOptions, 'signal' | 'onNotice'>,
): Promise<Float32Array> {
  const folders = teachers.map((name) => existingRun('teacher', name));
  const mean = new Float32Array(count(images) * images.classes.length);
  for (const folder of folders) {
    const run = readSettings(folder);
    requireSameClasses('teacher', run.options.name, dataShapeOf(run), images);
    onNotice?.(`${run.options.name} teaches ${count(images)} images`);
    const network = buildRunNetwork(folder, run);
    try {
      restoreWeights(folder.checkpoints, network.parameters, 'last');
      const probabilities = await predictImages(network, images, { views: 'flip', signal });
      for (const [i, value] of probabilities.entries()) mean[i] += value / folders.length;
    } finally {
      network.dispose();
    }
  }
  return mean;
}

/** The file that keeps what the teachers said. */
export function taughtContent({ images, probabilities }: Taught): FolderContent {
  const shape = [images.length, probabilities.length / images.length];
  return { [FILE]: encodeSafetensors([{ name: TENSOR, shape, values: probabilities }], {}) };
}

function readTaught({ path }: RunFolder, n: number, classes: number): Float32Array {
  const file = join(path, FILE);
  if (!existsSync(file)) throw new InputError(file, 'not found', 'must be there: it holds what the teachers said');
  const tensor = decodeSafetensors(readFileSync(file), file).get(TENSOR);
  if (tensor?.shape.join() === `${n},${classes}`) return tensor.values;
  throw new InputError(file, 'damaged', `must contain ${TENSOR} of ${n} images`);
}
