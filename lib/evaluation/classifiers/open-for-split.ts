import type { ClassifierFolder } from './classifier-folder';
import { findRecord } from './classifier-record';
import type { ClassifierImages, OpenedClassifier } from './opened-classifier';

/**
 * Opens the classifier of a folder: a run with the weights of a checkpoint, imported predictions, a model of
 * another framework, or an ensemble. The caller disposes it. TensorFlow is loaded for networks only.
 *
 * @throws {InputError} if there is no such classifier or checkpoint, the data is not the classifier's, or `only` is not
 *   part of it
 */
export async function openForSplit(folder: ClassifierFolder, options: ClassifierImages): Promise<OpenedClassifier> {
  const record = findRecord(folder);
  if (folder.members) return (await import('./open-ensemble')).openEnsemble(folder.members, options, openForSplit);
  switch (record?.kind) {
    case 'ensemble':
      return (await import('./open-ensemble')).openEnsemble(record.members, options, openForSplit);
    case 'model':
      return (await import('./open-model')).openModel(folder, record, options);
    case 'predictions':
      return (await import('./open-predictions')).openPredictions(folder, record, options);
    default:
      return (await import('./open-run-classifier')).openRunClassifier(folder, options);
  }
}
