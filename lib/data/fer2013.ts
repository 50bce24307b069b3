import type { DatasetSource, ReadOptions } from './dataset-source';
import { contentsOf } from './forms/contents';
import { FER2013_LABELS } from './forms/labels';
import { loadForm } from './forms/load-form';
import type { Loaded } from './forms/loaded';
import { recognise } from './forms/recognise-form';
import { departure } from './official';
import { inOfficialOrder } from './official-order';

/** FER2013, seven emotions. */
export const fer2013: DatasetSource = {
  citation: 'I. J. Goodfellow et al., "Challenges in representation learning", ICONIP 2013, arXiv 1307.0414.',
  load: loadFer2013,
  ordered: inOfficialOrder,
  departure,
};

/**
 * FER2013 in any of its forms: fer2013.csv, icml_face_data.csv, train.csv and test.csv, one column per pixel, parquet,
 * folders of images; each also in folders, zip, tar and gzip.
 *
 * @throws {InputError} that names the file, the line and the fault
 */
export async function loadFer2013(path: string, options: ReadOptions = {}): Promise<Loaded> {
  const form = recognise(path, FER2013_LABELS, options.contents ?? (await contentsOf(path)));
  return loadForm(path, form, { name: 'fer2013', labels: FER2013_LABELS, onProgress: options.onProgress });
}
