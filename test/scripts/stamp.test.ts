import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { Step } from '../../scripts/setup/setup.mjs';
import { digest, isMissing, stamped } from '../../scripts/setup/stamp.mjs';

function step(context: TestContext): Step & { input: string } {
  const folder = mkdtempSync(join(tmpdir(), 'stamp-'));
  context.after(() => rmSync(folder, { recursive: true }));
  return {
    title: 'product',
    megabytes: 1,
    product: join(folder, 'product'),
    stamp: join(folder, 'stamp'),
    input: 'a',
    inputs() {
      return digest([this.input]);
    },
    async run() {
      writeFileSync(this.product, this.input);
    },
  };
}

test('a step runs once, and again when its inputs change or its product is removed', async (context) => {
  const one = step(context);
  assert.ok(isMissing(one));
  await stamped(one, () => one.run({ log: '', onProgress() {} }));
  assert.ok(!isMissing(one));
  one.input = 'b';
  assert.ok(isMissing(one));
  await stamped(one, () => one.run({ log: '', onProgress() {} }));
  assert.ok(!isMissing(one));
  rmSync(one.product);
  assert.ok(isMissing(one));
});

test('a step that failed is missing, even if its product exists', async (context) => {
  const one = step(context);
  await stamped(one, () => one.run({ log: '', onProgress() {} }));
  await assert.rejects(
    stamped(one, async () => {
      throw new Error('killed');
    }),
  );
  assert.ok(existsSync(one.product));
  assert.ok(isMissing(one));
});

test('a digest separates its parts', () => {
  assert.notEqual(digest(['ab', 'c']), digest(['a', 'bc']));
});
