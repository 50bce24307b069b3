import type { OnProgress } from './forms/images';
import { FER2013_LABELS } from './forms/labels';
import { loadForm } from './forms/load-form';
import type { Loaded } from './forms/loaded';
import { recognise } from './forms/recognise';

/**
 * FER2013 in any of its forms: fer2013.csv, icml_face_data.csv, train.csv and test.csv, one column per pixel, parquet,
 * folders of images; each also in folders, zip, tar and gzip.
 *
 * I. J. Goodfellow et al., "Challenges in representation learning", arXiv 1307.0414.
 * @throws {InputError} that names the file, the line and the fault
 */
export async function loadFer2013(path: string, onProgress?: OnProgress): Promise<Loaded> {
  const form = await recognise(path, FER2013_LABELS);
  return loadForm(path, form, { name: 'fer2013', labels: FER2013_LABELS, onProgress });
}
