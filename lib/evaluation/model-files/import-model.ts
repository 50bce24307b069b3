import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { changeTogether } from '../../core/changes';
import { InputError } from '../../core/errors';
import { lockFolder } from '../../core/lock';
import { count, type Dataset, imagesAt } from '../../data/dataset';
import { labelNames } from '../../data/forms/labels';
import type { DataPlace } from '../../training/data-shape';
import { isRun, type RunFolder } from '../../training/run-folder';
import { type Facts, findRecord, type ModelRecord, recordContent, UNKNOWN } from '../classifiers/classifier-record';
import { MODEL_FOLDER } from '../classifiers/open-model';
import { loadModel, type ModelFormat } from './load-model';
import { predictWithFile } from './predict-with-file';
import { readPreprocess } from './preprocess';

export interface ImportModelOptions {
  readonly name: string;
  /** Images to try it on. */
  readonly data: Dataset;
  /** Source of these images, as options of `load`. */
  readonly place: DataPlace;
  /** JSON file that describes the input and the output of the model. @default whole gray faces, 0–1, and probabilities */
  readonly preprocess?: string;
  /** Stops before anything is written by throwing the signal's reason. */
  readonly signal?: AbortSignal;
  /** Known facts about the model. @default unknown */
  readonly facts?: Partial<Facts>;
}

/** Number of faces on which the model is tried. */
const TRIED = 8;

/**
 * Imports a model of another framework: copies its files to `model/` and writes `classifier.json`, after a first
 * prediction, so that it can be evaluated, reported and compared as a run is.
 *
 * @param path of the ONNX file, or of the JSON file of a tfjs model
 * @throws {InputError} if it is damaged or refused, does not take such faces, or the name is taken; then nothing is
 *   written
 */
export async function importModel(
  folder: RunFolder,
  path: string,
  format: ModelFormat,
  options: ImportModelOptions,
): Promise<void> {
  const { name, data, place, facts, signal } = options;
  requireFree(folder, name);
  const preprocess = readPreprocess(options.preprocess, labelNames(data.classes));
  const model = await loadModel(format, path, preprocess);
  try {
    const tried = imagesAt(data, [...Array(Math.min(TRIED, count(data))).keys()]);
    await predictWithFile(model, basename(path), preprocess, tried, { signal });
  } finally {
    await model.dispose();
  }
  const contents = Object.fromEntries(model.files.map((file) => [file, readFileSync(join(dirname(path), file))]));
  const hashes = Object.entries(contents).map(([file, bytes]) => [
    file,
    createHash('sha256').update(bytes).digest('hex'),
  ]);
  const record: ModelRecord = {
    ...{ kind: 'model', name, data: place, facts: { ...UNKNOWN, ...facts } },
    ...{ format, file: basename(path), sha256: Object.fromEntries(hashes), preprocess },
  };
  const unlock = await lockFolder(folder.path, 'written');
  try {
    signal?.throwIfAborted();
    requireFree(folder, name); // another process may have imported under the name meanwhile
    changeTogether(folder.path, { write: { ...recordContent(record), [MODEL_FOLDER]: contents } });
  } finally {
    unlock();
  }
}

/** @throws {InputError} if the folder has a run or a classifier */
function requireFree(folder: RunFolder, name: string): void {
  if (existsSync(folder.path) && (isRun(folder) || findRecord(folder)))
    throw new InputError('name', name, 'is already a run: choose another name, or remove it');
}
