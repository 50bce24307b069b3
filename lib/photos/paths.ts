import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../core/errors';
import { statOf } from '../data/files/disk';
import { IMAGE_NAME } from '../data/files/files-at';

/** The photos among some files and folders. */
export interface PhotoPaths {
  /** In the given order; those of a folder in the order of their names, 2 before 10. */
  readonly paths: readonly string[];
  /** Files in the folders whose names are not those of images. */
  readonly leftOut: number;
}

/**
 * Photos by their paths: a file is one whatever its name, a folder has those whose names end as an image's. Hidden
 * files are skipped.
 *
 * @throws {InputError} for a path that does not exist, and if there are no photos
 */
export function photoPaths(given: readonly string[]): PhotoPaths {
  const paths: string[] = [];
  let leftOut = 0;
  for (const path of given) {
    if (!statOf(path).isDirectory()) {
      paths.push(path);
      continue;
    }
    const { compare } = new Intl.Collator('en', { numeric: true });
    const files = readdirSync(path, { withFileTypes: true, recursive: true })
      .filter((entry) => !entry.isDirectory())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((file) => !/\/\./.test(file.slice(path.length)));
    const images = files.filter((file) => IMAGE_NAME.test(file)).sort(compare);
    leftOut += files.length - images.length;
    paths.push(...images);
  }
  if (paths.length === 0) throw new InputError('photos', given.join(' '), 'must contain photos');
  return { paths, leftOut };
}
