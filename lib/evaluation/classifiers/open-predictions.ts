import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../core/errors';
import { hash, type Split, select } from '../../data/dataset';
import type { RunFolder } from '../../training/run-folder';
import type { Predictions } from '../metrics';
import { readPredictions } from '../predictions-file';
import { imagesToEvaluate } from '../same-images';
import { knownBy, type PredictionsRecord } from './classifier-record';
import { classifierSettings } from './classifier-settings';
import type { ClassifierImages, OpenedClassifier } from './opened-classifier';

/** The path of a split's imported predictions in the classifier's folder. */
export function importedFile(split: Split): string {
  return `predictions/${split}.csv`;
}

/**
 * Imported predictions of a split.
 * @throws {InputError} if none of that split were imported, or they belong to other images
 */
export function openPredictions(
  folder: RunFolder,
  record: PredictionsRecord,
  options: ClassifierImages,
): OpenedClassifier {
  const split = options.split ?? classifierSettings(folder).reported;
  const imported = record.imports[split];
  const file = join(folder.path, importedFile(split));
  if (!imported || !existsSync(file)) {
    const others = Object.keys(record.imports).join(', ');
    throw new InputError('split', split, `must be imported first; ${record.name} has predictions of ${others}`);
  }
  if (hash(select(options.data, split)) !== imported.images)
    throw new InputError('dataset', options.data.name, `must contain the images of ${split} that were predicted`);
  const { data, images, splitSize } = imagesToEvaluate(options.data, { ...options, split });
  const stored = readPredictions(file);
  const places = new Map(Array.from(stored.rows, (row, place) => [row, place]));
  const chosen = Array.from(images.rows, (row) => places.get(row) ?? -1);
  if (chosen.includes(-1)) throw new InputError(file, 'damaged', `must have a line for each image of ${split}`);
  return {
    ...{ data, split, images, splitSize },
    ...{ crops: imported.crops, epoch: imported.epoch, step: imported.step },
    ...knownBy(record.facts),
    labelsOnly: imported.labels_only,
    predict: async () => predictionsAt(stored.predictions, chosen),
    dispose: () => {},
  };
}

function predictionsAt({ classes, labels, probabilities }: Predictions, places: readonly number[]): Predictions {
  const width = classes.length;
  const chosen = new Float32Array(places.length * width);
  places.forEach((place, i) => {
    chosen.set(probabilities.subarray(place * width, (place + 1) * width), i * width);
  });
  return { classes, labels: Uint8Array.from(places, (place) => labels[place]), probabilities: chosen };
}
