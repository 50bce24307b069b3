import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { drawFaces } from '../../lib/data/faces';
import { serve } from '../../lib/demo/serve';
import { demoSite } from '../../lib/demo/site';
import { drawScene } from '../../lib/photos/drawn-scene';
import { DemoBrowser, says } from './demo-browser';
import { knownRun } from './known-run';

test('the page reads at least 15 frames of the camera a second', async (t) => {
  const scratch = mkdtempSync(join(tmpdir(), 'fer-demo-'));
  const data = drawFaces({ training: 70, publicTest: 70, privateTest: 70 });
  const { folder } = await knownRun(scratch, data);
  const served = await serve(await demoSite(folder, { data: async () => data }), 0);
  const browser = await DemoBrowser.start([drawScene(0, { sides: [0.5, 0.6] })]);
  try {
    const page = await browser.open(`${served.address}?backend=wasm`);
    const idle = await idleShare(1000);
    await page.click('#camera');
    await says(page, /^1 face: /);
    await sleep(5000);
    const rate = Number(/(\d+) frames a second/.exec((await page.textContent('#speed')) ?? '')?.[1]);
    t.diagnostic(`${rate} frames a second; ${(100 * idle).toFixed(0)} % of the machine was idle before`);
    assert.ok(rate > 0);
    if (idle >= 0.75) assert.ok(rate >= 15, `${rate} frames a second`);
  } finally {
    await browser.close();
    await served.close();
    rmSync(scratch, { recursive: true });
  }
});

/** The share of the machine's time in which no core worked. */
async function idleShare(milliseconds: number): Promise<number> {
  const timesNow = () => cpus().map(({ times }) => times);
  const before = timesNow();
  await sleep(milliseconds);
  let [idle, all] = [0, 0];
  for (const [i, times] of timesNow().entries()) {
    const [first, last] = [before[i], times].map((each) => Object.values(each).reduce((sum, time) => sum + time, 0));
    idle += times.idle - before[i].idle;
    all += last - first;
  }
  return idle / all;
}
