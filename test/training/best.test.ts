import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { evaluate } from '../../lib/evaluation/evaluate';
import { dense, flatten } from '../../lib/models/layers';
import { build } from '../../lib/models/network';
import { defineNetwork } from '../../lib/models/registry';
import { learning } from '../../lib/report/learning-section';
import { resolveWeights, selectedEpoch } from '../../lib/training/resolve-weights';
import { pointed, type RunFolder, readHistory, readSettings } from '../../lib/training/run-folder';
import { reportedRun } from '../evaluation/run';
import { easyData, hashesOf, runner } from './small';

defineNetwork('still', ({ seed }) =>
  build('still', [40, 40, 1], [flatten('flatten'), dense('lin', { units: 7 })], seed),
);

const data = easyData();
/**
 * At this rate no weight changes: every epoch has the same accuracy, so that the first one is the best on any machine.
 */
const still = { network: 'still', name: 'test', n_epochs: 4, bs: 16, lr: 1e-12, save_freq: 2 };
const run = runner(still, data);

/** The epoch that each reader takes for the best one. */
async function bestOf(folder: RunFolder): Promise<number[]> {
  const { evaluation } = await evaluate(folder, { data, split: 'PublicTest' });
  const [figure] = learning(reportedRun(folder)).blocks;
  const caption = 'caption' in figure ? figure.caption : '';
  const selected = selectedEpoch(folder, readHistory(folder), readSettings(folder).options);
  return [evaluation.epoch!, Number(/marks epoch (\d+)/.exec(caption)?.[1]), selected!.epoch];
}

test('a run restored from an epoch keeps an earlier, better epoch as the best', async () => {
  const { folder } = await run();
  const before = hashesOf(folder.path, 'best');
  const { best } = await run({ n_epochs: 3 }, { model_save_dir: folder.path, restore: 2 });
  assert.equal(best?.epoch, 1);
  assert.equal(pointed(folder.checkpoints, 'best'), 'epoch_0001');
  assert.deepEqual(hashesOf(folder.path, 'best'), before);
  assert.deepEqual(await bestOf(folder), [1, 1, 1]);
});

test('if the checkpoint of the better epoch was removed, all readers report the epoch of the existing weights', async () => {
  const { folder } = await run();
  rmSync(join(folder.checkpoints, 'epoch_0001'), { recursive: true });
  const notices: string[] = [];
  const again = { model_save_dir: folder.path, restore: 2, onNotice: (line: string) => notices.push(line) };
  const { best } = await run({}, again);
  assert.equal(best?.epoch, 2);
  assert.ok(
    notices.includes('epoch 1 was better, but its checkpoint was removed: the best one left is 2'),
    notices.join('\n'),
  );
  assert.deepEqual(await bestOf(folder), [2, 2, 2]);
  const { blocks } = learning(reportedRun(folder));
  assert.match(JSON.stringify(blocks), /the best one among the epochs with a checkpoint/);
});

test('a best epoch after a killed run’s last checkpoint is no longer the best', async () => {
  const { folder } = await run();
  // Killed between two writes: `best` names an epoch that the resumed run has yet to train.
  writeFileSync(join(folder.checkpoints, 'best'), 'epoch_0004\n');
  writeFileSync(join(folder.checkpoints, 'last'), 'epoch_0002\n');
  const { best } = await run({ n_epochs: 2 }, { model_save_dir: folder.path, restore: 'last' });
  assert.equal(best?.epoch, 1);
  assert.deepEqual(await bestOf(folder), [1, 1, 1]);
});

test('best, last and an epoch resolve alike: the best epoch is the best by each name', async () => {
  const { folder } = await run();
  assert.deepEqual(resolveWeights(folder.checkpoints, 'best'), { name: 'epoch_0001', isBest: true });
  assert.deepEqual(resolveWeights(folder.checkpoints, 1), { name: 'epoch_0001', isBest: true });
  assert.deepEqual(resolveWeights(folder.checkpoints, 2), { name: 'epoch_0002', isBest: false });
  assert.deepEqual(resolveWeights(folder.checkpoints, 'last'), { name: 'epoch_0004', isBest: false });
  assert.throws(() => resolveWeights(folder.checkpoints, 3), /epoch_0003; must be one of: epoch_0001, epoch_0002, /);
  const untrained = await run({ n_epochs: 0 });
  assert.deepEqual(resolveWeights(untrained.folder.checkpoints, 'best'), { name: 'epoch_0000', isBest: false });
});
