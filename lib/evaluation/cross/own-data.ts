import { resolve } from 'node:path';
import { ROOT } from '../../core/files';
import { datasetSources } from '../../data/dataset-sources';
import { usedDataset } from '../../data/load-dataset';
import type { ClassifierSettings } from '../classifiers/classifier-settings';

/**
 * Whether a data set is the one that a classifier was trained on.
 * @param dataset name or folder
 */
export function isOwnData({ data, run }: ClassifierSettings, dataset: string): boolean {
  // The data of imported weights is unknown; `auto` is then the data set that it finds.
  const isRecorded = data.dataset === 'auto' && !run?.environment.imported;
  const recorded = isRecorded ? run?.environment.data?.name : undefined;
  return place(String(recorded ?? data.dataset), data.path) === place(dataset);
}

/** A name, or the path of a folder. */
function place(dataset: string, path = ''): string {
  const name = usedDataset(dataset, path);
  const origin = datasetSources.origin(name);
  return origin === 'project' || origin === 'process' ? name : resolve(ROOT, name);
}
