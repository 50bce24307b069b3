import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { textOf } from '../../scripts/setup/stamp.mjs';
import { identity } from '../../scripts/system/identity.cjs';
import { ROOT } from './checkout';

/** Takes the lock, and logs when it takes and releases it. */
const HOLDER = `
import { appendFileSync } from 'node:fs';
import { withLock } from ${JSON.stringify(pathToFileURL(join(ROOT, 'scripts', 'setup', 'lock.mjs')).href)};
const [folder] = process.argv.slice(1);
await withLock(folder + '/lock', () => appendFileSync(folder + '/waits', 'x'), async () => {
  appendFileSync(folder + '/notes', 'in ' + process.pid + '\\n');
  await new Promise((done) => setTimeout(done, 150));
  appendFileSync(folder + '/notes', 'out ' + process.pid + '\\n');
});`;

function temporary(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'lock-'));
  context.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

async function holders(folder: string, n: number): Promise<void> {
  const ended = Array.from({ length: n }, () => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', HOLDER, folder], { stdio: 'inherit' });
    return new Promise<void>((done) => child.on('close', () => done()));
  });
  await Promise.all(ended);
}

/** Asserts that each holder released the lock before the next one took it. */
function assertOneByOne(folder: string, n: number): void {
  const notes = readFileSync(join(folder, 'notes'), 'utf8').trim().split('\n');
  assert.equal(notes.length, 2 * n);
  for (let i = 0; i < notes.length; i += 2) assert.equal(notes[i + 1], notes[i].replace('in', 'out'));
  assert.equal(textOf(join(folder, 'lock')), '');
}

test('one at a time', async (context) => {
  const folder = temporary(context);
  await holders(folder, 5);
  assertOneByOne(folder, 5);
  assert.ok(textOf(join(folder, 'waits')).length > 0);
});

test('the lock of a dead holder is taken over, by one process at a time', async (context) => {
  const folder = temporary(context);
  const { pid } = spawnSync('true');
  writeFileSync(join(folder, 'lock'), `${pid} 12345 ${hostname()}\n`);
  await holders(folder, 5);
  assertOneByOne(folder, 5);
});

test('a process with the reused PID of a dead holder does not keep its lock', async (context) => {
  const folder = temporary(context);
  writeFileSync(join(folder, 'lock'), `${identity(process.pid).replace(/ \S+/, ' 1')}\n`);
  await holders(folder, 1);
  assertOneByOne(folder, 1);
});
