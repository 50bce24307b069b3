import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { EXPECTED, environmentOf } from '../../scripts/test/jobs.mjs';
import { bareCheckout, type Outcome, ROOT, start } from './checkout';

const IMPORT = "import { test } from 'node:test';\n\n";

/** A checkout with only these tests. */
function checkoutWith(context: TestContext, tests: Readonly<Record<string, string>>): string {
  const folder = bareCheckout(context);
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  for (const name of ['kernel', 'lab', 'requirements']) rmSync(join(folder, name), { recursive: true });
  const options = join(folder, 'tsconfig.json');
  writeFileSync(options, readFileSync(options, 'utf8').replace(/"include": .*/, '"include": ["lib", "test"],'));
  for (const name of ['test', 'lib']) mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, 'lib', 'index.ts'), 'export const answer = 42;\n');
  for (const [name, body] of Object.entries(tests)) writeFileSync(join(folder, 'test', name), IMPORT + body);
  return folder;
}

function runTests(folder: string, ...args: readonly string[]): Promise<Outcome> {
  return start(folder, ['scripts/test.mjs', ...args], { ...process.env, FORCE_COLOR: undefined }).ended;
}

test('runs the serial files last and prints the totals', async (context) => {
  const folder = checkoutWith(context, {
    'a.serial.test.ts': "test('alone', () => {});\n",
    'b.test.ts': "test('passes', () => {});\n\ntest.skip('skips', () => {});\n",
  });
  const { status, stdout, stderr } = await runTests(folder);
  assert.equal(status, 0, stdout + stderr);
  assert.ok(stdout.indexOf('passes') < stdout.indexOf('alone'));
  assert.match(stdout, /\n2 passed, 0 failed, 1 skipped\n$/);
});

test('jobs that share the cores have one thread each, unless the user sets another number', () => {
  const threads = (files: readonly string[], inherited = {}) => environmentOf(files, inherited).TF_NUM_INTRAOP_THREADS;
  const [unit, ops] = [join('test', 'training', 'a.test.ts'), join('test', 'runtime', 'b.test.ts')];
  assert.equal(threads([unit]), '1');
  assert.equal(threads([unit, ops]), undefined);
  assert.equal(threads([join('test', 'lab', 'c.serial.test.ts')]), undefined);
  assert.equal(threads([unit], { TF_NUM_INTRAOP_THREADS: '8' }), '8');
});

test('only jobs that install packages have additional certificates', () => {
  const certificates = (file: string) =>
    environmentOf([join('test', file)], { NODE_EXTRA_CA_CERTS: 'own.pem' }).NODE_EXTRA_CA_CERTS;
  assert.equal(certificates('training/a.test.ts'), undefined);
  for (const file of ['scripts/setup.test.ts', 'kernel/versions.test.ts']) assert.equal(certificates(file), 'own.pem');
});

test('runs all tests despite failures, and lists the failures at the end', async (context) => {
  const folder = checkoutWith(context, {
    'a.test.ts': "test('fails', () => {\n  throw new Error('so it is');\n});\n",
    'b.test.ts': "test('never runs', () => {});\n\nthrow new Error('outside a test');\n",
    'c.test.ts': "test('passes', () => {});\n",
  });
  writeFileSync(join(folder, 'lib', 'wrong.ts'), 'export const wrong: string = 1\n');
  const { status, stdout } = await runTests(folder);
  assert.equal(status, 1);
  assert.match(stdout, /so it is/);
  assert.match(stdout, /\nfailed: lint or format; .*\nfailed: types\n1 passed, 2 failed, 0 skipped\n$/);
});

test('several patterns run the union of their matches', async (context) => {
  const body = "test('runs', () => {});\n";
  const folder = checkoutWith(context, { 'one.test.ts': body, 'two.test.ts': body, 'three.test.ts': body });
  const { status, stdout, stderr } = await runTests(folder, 'one', 'two');
  assert.equal(status, 0, stdout + stderr);
  assert.match(stdout, /\n2 passed, 0 failed, 0 skipped\n$/);
});

test('the files that are known to take long exist', () => {
  for (const file of Object.keys(EXPECTED)) assert.ok(existsSync(join(ROOT, file)), file);
});

test('a pattern without matches is rejected', async (context) => {
  const folder = checkoutWith(context, { 'one.test.ts': "test('runs', () => {});\n" });
  const { status, stderr } = await runTests(folder, 'one', 'nonesuch');
  assert.equal(status, 2);
  assert.match(stderr, /^error: pattern: nonesuch; must be part of a test file's path/);
});

test('--quick leaves out what starts processes; files that fail together are judged alone', async (context) => {
  const folder = checkoutWith(context, {
    'starts.test.ts': "test('starts', async () => {\n  await import('node:child_process');\n});\n",
    'first.test.ts': "test('first', () => {\n  process.env.ANSWER = '42';\n});\n",
    'second.test.ts': `test('second', () => {\n  if (process.env.ANSWER) throw new Error('not alone');\n});\n`,
  });
  const { status, stdout } = await runTests(folder, '--quick');
  assert.deepEqual([status, stdout.match(/\n.* passed.*\n$/)?.[0]], [0, '\n2 passed, 0 failed, 0 skipped\n'], stdout);
  assert.match(stdout, /^failed together, each runs again alone: test\/first\.test\.ts, test\/second\.test\.ts$/m);
  assert.doesNotMatch(stdout, /starts/);
});
