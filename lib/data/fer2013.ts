import { type Loaded, loadForm } from './forms/load';
import type { OnProgress } from './forms/pictures';

/**
 * FER2013 in whatever form a path holds it: fer2013.csv, icml_face_data.csv, train.csv and test.csv, a column a pixel,
 * parquet, folders of pictures; each also in folders, zip, tar and gzip.
 *
 * I. J. Goodfellow et al., "Challenges in representation learning", arXiv 1307.0414.
 * @throws {InputError} that names the file, the line and the fault
 */
export function loadFer2013(path: string, onProgress?: OnProgress): Promise<Loaded> {
  return loadForm(path, 'fer2013', onProgress);
}
