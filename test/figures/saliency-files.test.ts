import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, test } from 'node:test';
import { closeBrowser } from '../../lib/figures/browser';
import { saliencyWeights, saveSaliency } from '../../lib/figures/saliency-files';
import { runFolder } from '../../lib/training/run-folder';
import { temporaryFolder } from '../data/tables';

after(closeBrowser);

const figure = { data: [], layout: { width: 50, height: 50 } };

test('saved saliency figures are recorded with their weights, and a failed attempt keeps the record', async (t) => {
  const folder = runFolder('example', temporaryFolder(t));
  const panels = 'saliency-panels-PublicTest';
  const files = await saveSaliency(
    folder,
    { split: 'PublicTest', epoch: 3, step: 0 },
    { figures: { panels: figure, means: figure } },
  );
  assert.equal(files.length, 6);
  assert.ok(existsSync(`${folder.figures}/${panels}.svg`));
  await saveSaliency(folder, { split: 'PublicTest', epoch: 7, step: 2 }, { figures: { means: figure } });
  assert.ok(!existsSync(`${folder.figures}/${panels}.svg`)); // of other weights than the new figures
  const record = { 'saliency-means-PublicTest': { epoch: 7, step: 2 } };
  assert.deepEqual(saliencyWeights(folder.figures), record);
  await closeBrowser();
  const { CHROMIUM_PATH } = process.env;
  process.env.CHROMIUM_PATH = '/nowhere';
  const failed = saveSaliency(folder, { split: 'PublicTest', epoch: 9, step: 0 }, { figures: { panels: figure } });
  await assert.rejects(failed, /CHROMIUM_PATH: \/nowhere/);
  if (CHROMIUM_PATH === undefined) delete process.env.CHROMIUM_PATH;
  else process.env.CHROMIUM_PATH = CHROMIUM_PATH;
  assert.deepEqual(saliencyWeights(folder.figures), record);
});
