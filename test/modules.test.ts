import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { test } from 'node:test';
import { ROOT } from '../lib/core/files';

/** The way that data goes, as CONTRIBUTING.md tells it. */
const ORDER =
  'core runtime data models training evaluation photos saliency tuning figures report runs demo notebook cli'.split(
    ' ',
  );

test('a module imports only from modules earlier on the way', () => {
  const lib = join(ROOT, 'lib');
  const against: string[] = [];
  for (const file of readdirSync(lib, { recursive: true, encoding: 'utf8' })) {
    const from = ORDER.indexOf(file.split('/')[0]);
    if (!file.endsWith('.ts') || from < 0) continue;
    for (const [, path] of readFileSync(join(lib, file), 'utf8').matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)) {
      const to = normalize(join(dirname(file), path)).split('/')[0];
      if (ORDER.indexOf(to) > from) against.push(`${file} imports from ${to}`);
    }
  }
  assert.deepEqual(against, []);
});
