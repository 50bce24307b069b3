import { basename } from 'node:path';
import { assignSplits } from './assign';
import { type Loaded, labelOf, loadForm } from './forms/load';
import { type OnProgress, readPictures } from './forms/pictures';
import { recognise } from './forms/recognise';
import { splitsOf } from './forms/splits';

/**
 * A folder of one's own: pictures of 48×48 in folders named after the emotion, and above or below that after the split
 * (`train/happy/1.png`), or any other form of FER2013. Where no folder names a split, 80 % of the pictures are taken
 * for Training, 10 % for PublicTest and 10 % for PrivateTest, at random but always the same.
 *
 * @throws {InputError} that names the file, the line and the fault
 */
export async function loadFolder(path: string, onProgress?: OnProgress): Promise<Loaded> {
  const name = basename(path);
  const form = await recognise(path);
  const named = splitsOf(form.paths);
  if (form.kind !== 'pictures' || form.paths.some((file) => named.of(file) !== undefined))
    return loadForm(path, name, onProgress);
  const splits = assignSplits(form.paths, [0.8, 0.1]);
  const pictures = form.paths.map((file) => ({ path: file, label: labelOf(file), split: splits.get(file)! }));
  const warning = 'no folder names a split: 80 % are Training, 10 % PublicTest, 10 % PrivateTest, at random';
  return { data: await readPictures(path, pictures, name, onProgress), form: form.words, warning };
}
