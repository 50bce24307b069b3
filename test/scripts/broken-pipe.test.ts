import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { read, write } from '../notebooks/notebook';
import { ROOT } from './checkout';

const folder = mkdtempSync(join(tmpdir(), 'pipe-'));
after(() => rmSync(folder, { recursive: true }));

/** Runs a program whose standard output nobody reads, as after `| head -1`. */
async function unread(program: string, args: readonly string[]): Promise<{ status: number | null; stderr: string }> {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const child = spawn(program, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.destroy();
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const [status] = await once(child, 'close');
  return { status, stderr };
}

test('doctor', async () => {
  const { status, stderr } = await unread(process.execPath, ['scripts/run.mjs', 'doctor']);
  assert.equal(stderr, '');
  assert.ok(status === 0 || status === 1);
});

test('what is wrong with a command is still told by its status', async () => {
  const { status } = await unread(process.execPath, ['scripts/run.mjs', 'train', 'name=x', 'bs=0']);
  assert.equal(status, 2);
});

test("npm test's runner runs all tests and counts them", async () => {
  const runner = JSON.stringify(pathToFileURL(join(ROOT, 'scripts', 'test', 'runner.mjs')).href);
  const program = `
import { runTests } from ${runner};
console.error(JSON.stringify(await runTests([['test/scripts/stamp.test.ts'], ['test/scripts/disk.test.ts']], 1)));`;
  const { stderr } = await unread(process.execPath, ['--input-type=module', '-e', program]);
  const { passed, seconds, ...others } = JSON.parse(stderr);
  assert.deepEqual(others, { failed: 0, skipped: 0, status: 0 });
  assert.ok(passed > 3);
  assert.equal(Object.keys(seconds).length, 2);
});

test('notebooks', async () => {
  const [notebook, copy] = ['small.ipynb', 'copy.ipynb'].map((name) => join(folder, name));
  write(notebook, 'let bs = 64;', 'bs + 1;', 'bs + 2;');
  const runner = join('kernel', 'run_notebook.py');
  assert.deepEqual(await unread(join('.venv', 'bin', 'python'), [runner, notebook, copy]), { status: 0, stderr: '' });
  assert.equal(read(copy).cells.filter(({ outputs }) => outputs?.length).length, 2);
});
