import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { isLocked, LOCK, lockFolder } from '../../lib/core/lock';
import { temporaryFolder } from '../training/small';

/** A folder with another process's lock, last touched some seconds ago. */
function lockedBy(content: string, ago = 0): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, LOCK), content);
  const touched = Date.now() / 1000 - ago;
  utimesSync(join(folder, LOCK), touched, touched);
  return folder;
}

test('a lock excludes other processes and leaves no files behind', async () => {
  const folder = join(temporaryFolder(), 'run');
  const unlock = await lockFolder(folder);
  assert.deepEqual(readdirSync(folder), [LOCK]);
  assert.ok(isLocked(folder));
  unlock();
  assert.ok(!existsSync(folder));
});

test('a lock held by this process itself is waited for', async () => {
  const folder = join(temporaryFolder(), 'run');
  const unlock = await lockFolder(folder);
  let ended = false;
  const waiting = lockFolder(folder).then((unlockSecond) => {
    ended = true;
    return unlockSecond;
  });
  await new Promise((resolve) => setTimeout(resolve, 200));
  assert.ok(!ended);
  writeFileSync(join(folder, 'history.csv'), '');
  unlock();
  const unlockSecond = await waiting;
  assert.deepEqual(readdirSync(folder).sort(), [LOCK, 'history.csv']);
  unlockSecond();
  assert.deepEqual(readdirSync(folder), ['history.csv']);
});

test('releasing does not remove a lock that another process has taken over', async () => {
  const folder = join(temporaryFolder(), 'run');
  const unlock = await lockFolder(folder);
  writeFileSync(join(folder, LOCK), '1\n');
  unlock();
  assert.equal(readFileSync(join(folder, LOCK), 'utf8'), '1\n');
});

test('a running process keeps its lock; a process that is gone, even if its PID is reused, does not', async () => {
  await assert.rejects(lockFolder(lockedBy('1\n')), /is being trained by process 1: wait for it/);
  await assert.rejects(lockFolder(lockedBy('1\n'), 'tuned'), /is being tuned by process 1: wait for it/);
  for (const gone of ['4194305\n', `1 12345 ${hostname()}\n`]) {
    const folder = lockedBy(gone);
    assert.ok(!isLocked(folder));
    (await lockFolder(folder))();
  }
});

test('a file at the folder’s path is reported and kept', async () => {
  const file = join(temporaryFolder(), 'file');
  writeFileSync(file, 'kept');
  for (const path of [file, join(file, 'run'), join(file, 'some', 'run')])
    await assert.rejects(lockFolder(path), {
      name: 'InputError',
      message: `model_save_dir: ${path}; must be a folder, or a new one in a folder`,
    });
  assert.equal(readFileSync(file, 'utf8'), 'kept');
});

test('a lock of another host depends on its heartbeat', async () => {
  await assert.rejects(lockFolder(lockedBy('7 1 elsewhere\n', 60)), /by process 7 on elsewhere: wait for it/);
  (await lockFolder(lockedBy('7 1 elsewhere\n', 180)))();
});
