import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { tryLock } from '../system/lock-file.cjs';

/**
 * Runs `work` while holding a lock file. Other processes wait; a lock whose holder is gone is taken over.
 *
 * @param {string} file
 * @param {() => void} onWait called once if another process holds it
 * @param {() => Promise<void>} work
 */
export async function withLock(file, onWait, work) {
  mkdirSync(dirname(file), { recursive: true });
  let attempt = await tryLock(file);
  if (attempt.holder !== undefined) onWait();
  for (; attempt.holder !== undefined; attempt = await tryLock(file)) await sleep(200);
  const { release } = attempt;
  process.on('exit', release);
  try {
    await work();
  } finally {
    process.off('exit', release);
    release();
  }
}
