import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

/**
 * The files that a file imports, directly or indirectly, with the number of imports between them.
 *
 * @param {string} file
 * @returns {Map<string, number>} 0 for the file itself, 1 for those that it imports
 */
export function importsOf(file) {
  const steps = new Map([[file, 0]]);
  for (const [from, step] of steps) for (const to of importedBy(from)) if (!steps.has(to)) steps.set(to, step + 1);
  return steps;
}

/** @type {Map<string, string[]>} */
const known = new Map();

/** @param {string} file */
function importedBy(file) {
  const before = known.get(file);
  if (before) return before;
  const found = ts.preProcessFile(readFileSync(file, 'utf8'), true, true).importedFiles.flatMap(({ fileName }) => {
    if (!fileName.startsWith('.')) return [];
    const path = join(dirname(file), fileName);
    return [`${path}.ts`, join(path, 'index.ts')].find((candidate) => existsSync(candidate)) ?? [];
  });
  known.set(file, found);
  return found;
}
