import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openCheckpoint } from '../../lib/evaluation/open-checkpoint';
import { dense, flatten } from '../../lib/models/layers';
import { build } from '../../lib/models/network';
import { defineNetwork } from '../../lib/models/registry';
import { saliencyReport } from '../../lib/runs/saliency-report';
import { easyData, runner } from '../training/small';

test('a network without a layer with height and width is explained by all methods but Grad-CAM', async () => {
  const recipes = [flatten('flatten'), dense('lin', { units: 7 })];
  defineNetwork('rows', ({ seed }) => build('rows', [40, 40, 1], recipes, seed));
  const data = easyData(7, 7);
  const { folder } = await runner({ network: 'rows', name: 'test', n_epochs: 0 }, data)();
  const run = openCheckpoint(folder, { data });
  const { omitted, figures } = await saliencyReport(run, data, { images: 1, masks: 4 });
  assert.deepEqual(omitted, ['gradcam']);
  assert.ok('randomisation' in figures);
  const few = await saliencyReport(run, data, { images: 1, pictures: ['means'], checks: false });
  assert.deepEqual([Object.keys(few.figures), few.table], [['means'], undefined]);
  await assert.rejects(
    saliencyReport(run, data, { method: 'gradcam' }),
    /^InputError: network: rows; must have a layer/,
  );
});
