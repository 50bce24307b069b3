import { basename } from 'node:path';
import { assignSplits } from './assign';
import type { OnProgress } from './forms/images';
import { FER2013_LABELS } from './forms/labels';
import { loadForm } from './forms/load-form';
import type { Loaded } from './forms/loaded';
import { recognise } from './forms/recognise';

/**
 * The user's own folder: 48×48 images in folders named after the emotion, inside or around folders named after the
 * split (`train/happy/1.png`), or any other form of FER2013. If no path names a split, 80 % of the images are Training,
 * 10 % PublicTest and 10 % PrivateTest, at random but reproducibly.
 *
 * @throws {InputError} that names the file, the line and the fault
 */
export async function loadFolder(path: string, onProgress?: OnProgress): Promise<Loaded> {
  const form = await recognise(path, FER2013_LABELS);
  const assign = (paths: readonly string[]) => ({
    splits: assignSplits(paths, [0.8, 0.1]),
    notice: 'no folder names a split: 80 % are Training, 10 % PublicTest, 10 % PrivateTest, at random',
  });
  return loadForm(path, form, { name: basename(path), labels: FER2013_LABELS, onProgress, assign });
}
