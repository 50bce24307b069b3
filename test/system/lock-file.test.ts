import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { identity } from '../../scripts/system/identity.cjs';
import { holderOf, tryLock } from '../../scripts/system/lock-file.cjs';

/** The path of a lock in a new folder. */
function lockIn(context: TestContext, content?: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'fer-lock-'));
  context.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'lock');
  if (content !== undefined) writeFileSync(file, content);
  return file;
}

/** Takes a lock that must be free and gives it back. */
async function takes(file: string): Promise<void> {
  const { holder, release } = await tryLock(file);
  assert.equal(holder, undefined);
  release();
  assert.ok(!existsSync(file));
}

function ends(program: string, ...args: readonly string[]): Promise<unknown> {
  return new Promise((done) => spawn(process.execPath, [program, ...args], { stdio: 'inherit' }).on('exit', done));
}

/** The second lock, whose holder may remove the first. */
function guardOf(file: string, holder: string): string {
  return `${file}.${createHash('sha256').update(holder).digest('hex').slice(0, 12)}`;
}

const dead = () => `${spawnSync('true').pid} 1 ${hostname()}\n`;

test('no two of many processes hold a lock at once, even if holders die', async (context) => {
  const folder = join(lockIn(context), '..');
  writeFileSync(join(folder, 'count'), '0');
  const inTurn = async () => {
    for (let i = 0; i < 6; i++) await ends(join(__dirname, 'hammer.cjs'), folder, '3');
  };
  await Promise.all(Array.from({ length: 6 }, inTurn));
  assert.ok(!existsSync(join(folder, 'faults')), 'two were inside');
  const rounds = readFileSync(join(folder, 'rounds')).length;
  assert.ok(rounds >= 36, `${rounds} rounds`);
  assert.equal(readFileSync(join(folder, 'count'), 'utf8'), String(rounds));
});

test('an empty or truncated lock is taken over after some seconds', async (context) => {
  await Promise.all(['', '123'].map((content) => takes(lockIn(context, content))));
});

test('a new empty lock counts as held, since its process is about to write its content', async (context) => {
  const file = lockIn(context, '');
  assert.equal(holderOf(file), '');
  setTimeout(() => writeFileSync(file, `${identity(process.pid)}\n`), 300);
  assert.equal((await tryLock(file)).holder, `${identity(process.pid)}\n`);
});

test('a process that died while removing another’s lock does not block', async (context) => {
  const file = lockIn(context, dead());
  const holder = readFileSync(file, 'utf8');
  writeFileSync(guardOf(file, holder), dead());
  await takes(file);
  assert.ok(!existsSync(guardOf(file, holder)), 'the second lock has this name');
});

test('only the own acquisition of a lock is released', async (context) => {
  const file = lockIn(context);
  const { release } = await tryLock(file);
  writeFileSync(file, `${identity(process.pid)} another\n`);
  release();
  assert.ok(existsSync(file));
});

test('processes are distinguished by PID, start time and machine', async (context) => {
  const [pid, start, host, machine] = identity(process.pid).split(' ');
  assert.ok(holderOf(lockIn(context, `${pid} ${start} ${host} ${machine}\n`)));
  assert.ok(
    holderOf(lockIn(context, `${pid} 1 ${host} other\n`)),
    'of another machine by this name only its touch is seen',
  );
  for (const gone of [`${pid} 1 ${host} ${machine}\n`, dead(), '\n', 'nonsense\n'])
    assert.equal(holderOf(lockIn(context, gone)), undefined, gone);
});
