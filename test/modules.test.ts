import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { test } from 'node:test';
import { ROOT } from '../lib/core/files';

/** The order of the data flow, as in CONTRIBUTING.md. */
const ORDER = [
  ...['core', 'runtime', 'data', 'models', 'training', 'evaluation', 'photos', 'saliency', 'tuning'],
  ...['figures', 'report', 'runs', 'terminal', 'demo', 'notebook', 'cli'],
];

const LIB = join(ROOT, 'lib');
const FILES = readdirSync(LIB, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));

/** The files of lib that a file imports, types included, relative to lib. */
function importsOf(file: string): string[] {
  const paths = readFileSync(join(LIB, file), 'utf8').matchAll(/(?:from|import\(|import|require\()\s*'(\.[^']*)'/g);
  return [...paths].flatMap(([, path]) => {
    const base = normalize(join(dirname(file), path)).replace(/\/$/, '');
    return [`${base}.ts`, join(base, 'index.ts')].find((candidate) => FILES.includes(candidate)) ?? [];
  });
}

test('a module imports only from modules earlier in the order', () => {
  const against: string[] = [];
  for (const file of FILES) {
    const from = ORDER.indexOf(file.split('/')[0]);
    if (from < 0) continue;
    for (const imported of importsOf(file)) {
      if (ORDER.indexOf(imported.split('/')[0]) > from) against.push(`${file} imports ${imported}`);
    }
  }
  assert.deepEqual(against, []);
});

test('files do not import each other in a circle, not even types', () => {
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    const start = path.indexOf(file);
    if (start >= 0) assert.fail([...path.slice(start), file].join(' → '));
    if (done.has(file)) return;
    for (const imported of importsOf(file)) visit(imported, [...path, file]);
    done.add(file);
  };
  for (const file of FILES) visit(file, []);
  assert.equal(done.size, FILES.length);
});
