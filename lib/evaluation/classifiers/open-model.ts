import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../core/errors';
import type { RunFolder } from '../../training/run-folder';
import { loadModel } from '../model-files/load-model';
import { predictWithFile } from '../model-files/predict-with-file';
import { imagesToEvaluate } from '../same-images';
import { knownBy, type ModelRecord } from './classifier-record';
import { classifierSettings } from './classifier-settings';
import type { ClassifierImages, OpenedClassifier } from './opened-classifier';

/** The folder of the files of an imported model, in the classifier's folder. */
export const MODEL_FOLDER = 'model';

/**
 * A model of another framework. It sees one view of each face: the whole face.
 * @throws {InputError} if its files are damaged
 */
export async function openModel(
  folder: RunFolder,
  record: ModelRecord,
  options: ClassifierImages,
): Promise<OpenedClassifier> {
  const split = options.split ?? classifierSettings(folder).reported;
  const images = imagesToEvaluate(options.data, { ...options, split });
  const place = join(folder.path, MODEL_FOLDER);
  for (const [file, sha256] of Object.entries(record.sha256)) {
    const found = createHash('sha256')
      .update(readFileSync(join(place, file)))
      .digest('hex');
    if (found !== sha256) throw new InputError(join(place, file), 'changed', 'must be the imported file');
  }
  const model = await loadModel(record.format, join(place, record.file), record.preprocess);
  return {
    split,
    ...images,
    crops: 'whole',
    ...knownBy(record.facts),
    predict: (progress) => predictWithFile(model, record.file, record.preprocess, images.images, progress),
    dispose: model.dispose,
  };
}
