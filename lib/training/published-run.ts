import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { type Content, changeTogether, type FolderContent } from '../core/changes';
import { OUTPUTS, ROOT } from '../core/files';

/**
 * Folder of the published runs, written by `npm run record`; those with `checkpoints/` have weights.
 */
export const RESULTS = join(ROOT, 'results');

/** Entries of a record that describe the run, and are not part of it. */
const DESCRIPTIONS = ['README.md', 'figures'];

/**
 * Copies a published run to `outputs/NAME`, where it is an ordinary run. Call it if there is no run of that name.
 *
 * @param path folder of the run; nothing is copied to a folder outside `outputs`
 * @returns whether a published run has that name
 */
export function copyPublishedRun(path: string, { results = RESULTS, outputs = OUTPUTS } = {}): boolean {
  const source = join(results, basename(path));
  if (dirname(resolve(path)) !== outputs || !existsSync(join(source, 'checkpoints'))) return false;
  const entries = readdirSync(source).filter((entry) => !DESCRIPTIONS.includes(entry));
  changeTogether(path, { write: Object.fromEntries(entries.map((entry) => [entry, contentOf(join(source, entry))])) });
  return true;
}

function contentOf(path: string): Content | FolderContent {
  if (statSync(path).isFile()) return readFileSync(path);
  const files = readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((file) =>
    statSync(join(path, file)).isFile(),
  );
  return Object.fromEntries(files.map((file) => [file, readFileSync(join(path, file))]));
}
