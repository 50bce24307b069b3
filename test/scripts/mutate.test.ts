import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import ts from 'typescript';

/** The source after each change of one place, in the order of the places. */
async function changesOf(source: string): Promise<string[]> {
  const { mutantsOf } = await import('../../scripts/mutate/operators.mjs');
  const file = ts.createSourceFile('a.ts', source, ts.ScriptTarget.ES2022, true);
  return mutantsOf(file)
    .map(({ start, end, text }) => source.slice(0, start) + text + source.slice(end))
    .sort();
}

test('comparisons, arithmetic and constants are changed one at a time', async () => {
  assert.deepEqual(await changesOf('f(a < b);'), [';', 'f(a <= b);', 'f(a >= b);']);
  assert.deepEqual(await changesOf('const x = a + 4;'), ['const x = a + 2;', 'const x = a + 5;', 'const x = a - 4;']);
  assert.deepEqual(await changesOf('const x = !a && true;'), [
    'const x = !a && false;',
    'const x = !a || true;',
    'const x = a && true;',
  ]);
});

test('conditions are negated, and statements, filters and last arguments removed', async () => {
  assert.deepEqual(await changesOf('if (a) return;'), ['if (!(a)) return;', '{}']);
  assert.deepEqual(await changesOf('const x = a.filter(f);'), ['const x = a;']);
  assert.deepEqual(await changesOf('const x = f(a, b);'), ['const x = f(a);']);
  assert.deepEqual(await changesOf('const x = a ? b : c;'), ['const x = !(a) ? b : c;']);
  assert.deepEqual(await changesOf('const x = tf.mul(a, b);'), ['const x = tf.div(a, b);', 'const x = tf.mul(a);']);
});

test('strings, types, imports and error messages are kept', async () => {
  assert.deepEqual(await changesOf("import { a } from './a';\ninterface A { b: 1 }\ntype B = true;"), []);
  assert.deepEqual(await changesOf("const x = 'a' + b;"), []);
  assert.deepEqual(await changesOf("throw new InputError('bs', n + 1, 'must be ≥ 1');"), []);
});

test('a changed file is compiled as it was changed, also if other files import it', async () => {
  const { compiler } = await import('../../scripts/mutate/compiler.mjs');
  const [importer, imported] = ['lib/data/audit/audit.ts', 'lib/data/audit/exact.ts'];
  const compiles = compiler([importer, imported]);
  const text = readFileSync(imported, 'utf8');
  assert.equal(compiles(imported, text), true);
  assert.equal(compiles(imported, text.replace('imagesAt(data, firsts)', 'imagesAt(data)')), false);
  assert.equal(compiles(importer, readFileSync(importer, 'utf8')), true);
});
