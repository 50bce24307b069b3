import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { isLocked, LOCK, lockFolder } from '../../lib/core/lock';
import { temporaryFolder } from '../training/small';

/** A folder with a lock of somebody else's, last touched so many seconds ago. */
function lockedBy(content: string, ago = 0): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, LOCK), content);
  const touched = Date.now() / 1000 - ago;
  utimesSync(join(folder, LOCK), touched, touched);
  return folder;
}

test('a lock keeps others out, and leaves nothing behind', async () => {
  const folder = join(temporaryFolder(), 'run');
  const unlock = await lockFolder(folder);
  assert.deepEqual(readdirSync(folder), [LOCK]);
  assert.ok(isLocked(folder));
  unlock();
  assert.ok(!existsSync(folder));
});

test('what this process does in a folder is waited for', async () => {
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

test('a lock that another process has taken meanwhile stays', async () => {
  const folder = join(temporaryFolder(), 'run');
  const unlock = await lockFolder(folder);
  writeFileSync(join(folder, LOCK), '1\n');
  unlock();
  assert.equal(readFileSync(join(folder, LOCK), 'utf8'), '1\n');
});

test('the lock of a process that runs is respected; one of a process that is gone, or has its number only, is not', async () => {
  await assert.rejects(lockFolder(lockedBy('1\n')), /is being trained by process 1: wait for it/);
  await assert.rejects(lockFolder(lockedBy('1\n'), 'tuned'), /is being tuned by process 1: wait for it/);
  for (const gone of ['4194305\n', `1 12345 ${hostname()}\n`]) {
    const folder = lockedBy(gone);
    assert.ok(!isLocked(folder));
    (await lockFolder(folder))();
  }
});

test('a file in the place of a folder is named, and stays', async () => {
  const file = join(temporaryFolder(), 'file');
  writeFileSync(file, 'kept');
  for (const path of [file, join(file, 'run'), join(file, 'some', 'run')])
    await assert.rejects(lockFolder(path), {
      name: 'InputError',
      message: `model_save_dir: ${path}; must be a folder, or a new one in a folder`,
    });
  assert.equal(readFileSync(file, 'utf8'), 'kept');
});

test('of another host the heartbeat counts', async () => {
  await assert.rejects(lockFolder(lockedBy('7 1 elsewhere\n', 60)), /by process 7 on elsewhere: wait for it/);
  (await lockFolder(lockedBy('7 1 elsewhere\n', 180)))();
});
