import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { completeChanges } from '../../lib/core/changes';
import { ROOT } from '../../lib/core/files';
import { randomStream } from '../../lib/core/random';
import { TYPESCRIPT } from '../../scripts/system/typescript.cjs';
import { hashesOf, temporaryFolder } from './small';

const KILLS = 20;
/** More epochs than a process can finish before it is killed. */
const EPOCHS = 120;

/** Trains in `folder` until the end, or until it is killed `afterwards` milliseconds after its first checkpoint. */
async function live(folder: string, afterwards?: number): Promise<number | null> {
  const life = join(ROOT, 'test', 'training', 'life.ts');
  const command = [...TYPESCRIPT, life, folder, String(EPOCHS)];
  const child = spawn(process.execPath, command, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
  if (afterwards !== undefined) {
    await Promise.race([new Promise((resolve) => child.stdout.once('data', resolve)), ended]);
    await sleep(afterwards);
    child.kill('SIGKILL');
  }
  return ended;
}

test(`a run that is killed ${KILLS} times at random ends like an undisturbed one`, async () => {
  const [undisturbed, killed] = [temporaryFolder(), temporaryFolder()];
  assert.equal(await live(undisturbed), 0);

  const random = randomStream(1, 1);
  let halfWritten = 0;
  let done = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    assert.equal(await live(killed, random.between(0, 300)), null, `finished before kill ${kill + 1}`);
    const left = readdirSync(join(killed, 'checkpoints'));
    halfWritten += left.some((name) => name.startsWith('.')) ? 1 : 0;
    completeChanges(killed);
    const { history } = stateOf(killed);
    assert.ok(history.length >= done, 'a kill cost finished epochs');
    done = history.length;
  }
  assert.equal(await live(killed), 0);

  assert.deepEqual(hashesOf(killed), hashesOf(undisturbed));
  const epochs = readFileSync(join(killed, 'history.csv'), 'utf8').trim().split('\n').slice(1);
  assert.deepEqual(
    epochs.map((line) => Number(line.split(',')[0])),
    Array.from({ length: EPOCHS }, (_, i) => i + 1),
  );
  assert.deepEqual(
    readdirSync(join(killed, 'checkpoints')).filter((name) => name.startsWith('.')),
    [],
  );
  console.log(`${halfWritten} of ${KILLS} kills came while files were written`);
});

function stateOf(folder: string) {
  const pointer = join(folder, 'checkpoints', 'last');
  if (!existsSync(pointer)) return { history: [] }; // killed between its first step and the checkpoint after it
  const name = readFileSync(pointer, 'utf8').trim();
  return JSON.parse(readFileSync(join(folder, 'checkpoints', name, 'state.json'), 'utf8'));
}
