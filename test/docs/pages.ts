import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../lib/core/files';

/** The Markdown files that users read, from the root on. */
export const PAGES: readonly string[] = [
  'README.md',
  'CONTRIBUTING.md',
  ...['bench', 'datasets', 'kernel', 'lab', 'notebooks', 'outputs', 'requirements', 'results'].map((folder) =>
    join(folder, 'README.md'),
  ),
  ...readdirSync(join(ROOT, 'docs'))
    .filter((file) => file.endsWith('.md'))
    .map((file) => join('docs', file)),
];

export function readPage(page: string): string {
  return readFileSync(join(ROOT, page), 'utf8');
}
