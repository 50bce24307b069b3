/** Kills and errors while a run's files change: settings, history, checkpoint and pointers are all old or all new. */
import assert from 'node:assert/strict';
import { cpSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { LOCK } from '../../lib/core/lock';
import { buildNetwork } from '../../lib/models/registry';
import { toStateDict } from '../../lib/models/weights/exchange';
import { readWeights } from '../../lib/models/weights/read-weights';
import { encodeSafetensors } from '../../lib/models/weights/safetensors';
import { restoreCheckpoint, saveCheckpoint } from '../../lib/training/checkpoint';
import { importRun } from '../../lib/training/import-run';
import { checkpointName } from '../../lib/training/resolve-weights';
import { historyContent, isRun, pointed, readHistory, readSettings, runFolder } from '../../lib/training/run-folder';
import { filesIn, killEverywhere } from '../kill';
import { PAPER } from '../models/paper';
import { easyData, runner, temporaryFolder } from './small';

const data = easyData();
const run = runner({ network: 'small', name: 'kills', n_epochs: 3, bs: 16, save_freq: 1 }, data);

/** A copy of a run's folder in an empty one. The lock of a killed process names a process that is gone. */
function copyOf(folder: string): string {
  const copy = join(temporaryFolder(), 'kills');
  cpSync(folder, copy, { recursive: true });
  return copy;
}

test('a kill anywhere in a checkpoint leaves weights, pointers and history of one epoch', async () => {
  const { folder } = await run();
  const network = buildNetwork('small', { ...PAPER, drop: 0, seed: 0 });
  const savable = { weights: network.parameters, optimizer: [] };
  const history = readHistory(folder);
  const state = (epochs: number) => ({
    history: history.slice(0, epochs),
    step: 0,
    sums: { loss: 0, correct: 0 },
    seconds: 0,
  });
  const place = () => runFolder('kills', temporaryFolder());
  const save = ({ checkpoints }: ReturnType<typeof place>, epochs: number) =>
    saveCheckpoint(checkpoints, savable, state(epochs), ['best', 'last'], historyContent(history.slice(0, epochs)));
  const seen = new Set<number>();
  await killEverywhere(
    () => {
      const made = place();
      save(made, 1);
      return made;
    },
    (made) => save(made, 2),
    (made, kill) => {
      const epochs = readHistory(made).length;
      seen.add(epochs);
      for (const pointer of ['best', 'last'] as const)
        assert.equal(pointed(made.checkpoints, pointer), checkpointName(epochs), `kill ${kill}`);
      assert.deepEqual(restoreCheckpoint(made.checkpoints, savable, 'last'), state(epochs), `kill ${kill}`);
    },
  );
  assert.deepEqual([...seen], [1, 2]);
  network.dispose();
});

for (const { name, restore, changes, epochs } of [
  { name: 'resumes from an earlier epoch', restore: 2, changes: {}, epochs: 2 },
  { name: 'starts anew with other settings', restore: 'auto', changes: { lr: 0.003 }, epochs: 0 },
] as const) {
  test(`a kill anywhere leaves the old run, or one that ${name} with the old one next to it`, async () => {
    const { folder } = await run();
    const old = filesIn(folder.path);
    let olds = 0;
    const kills = await killEverywhere(
      () => copyOf(folder.path),
      async (model_save_dir) => {
        // The run ends as soon as its files have changed.
        const onNotice = (line: string) => {
          if (line.includes('is now in')) throw new Error('changed');
        };
        await assert.rejects(run(changes, { model_save_dir, restore, onNotice }), /changed|killed/);
      },
      (copy, kill) => {
        rmSync(join(copy, LOCK), { force: true });
        const now = runFolder('kills', copy);
        const { options } = readSettings(now);
        const renamed = `${copy}.1`;
        const found = filesIn(copy);
        if (!existsSync(join(renamed, 'hyperparameters.json'))) {
          olds++;
          assert.deepEqual(found, old, `kill ${kill}`);
          return;
        }
        assert.deepEqual(filesIn(renamed), old, `kill ${kill}`);
        assert.equal(options.lr, { ...readSettings(folder).options, ...changes }.lr);
        assert.equal(readHistory(now).length, epochs, `kill ${kill}`);
        const wanted = epochs === 0 ? undefined : checkpointName(readHistory(now).length);
        for (const pointer of ['best', 'last'] as const) assert.equal(pointed(now.checkpoints, pointer), wanted);
      },
    );
    assert.ok(olds > 0 && olds < kills, `${olds} of ${kills}`);
  });
}

test('an error before a new run starts leaves the old one in its place', async () => {
  const { folder } = await run();
  const old = filesIn(folder.path);
  const again = (changes: object) => run(changes, { model_save_dir: folder.path, restore: 'auto' });
  await assert.rejects(again({ pretrained: '/nowhere' }), /pretrained: .*nowhere; must be a run/);
  assert.deepEqual(filesIn(folder.path), old);
  assert.ok(!existsSync(`${folder.path}.1`));
});

test('a kill anywhere in an import leaves a complete run or none', async () => {
  const network = buildNetwork('small', { ...PAPER, drop: 0, seed: 0 });
  const file = join(temporaryFolder(), 'weights.safetensors');
  const bytes = encodeSafetensors(toStateDict(network, { biases: false }), {});
  network.dispose();
  writeFileSync(file, bytes);
  const weights = await readWeights(file);
  let none = 0;
  const kills = await killEverywhere(
    () => join(temporaryFolder(), 'imported'),
    (model_save_dir) => importRun(weights, { name: 'imported', network: 'small', model_save_dir }),
    (model_save_dir, kill) => {
      const folder = runFolder('imported', model_save_dir);
      const has = pointed(folder.checkpoints, 'last') !== undefined;
      if (!has) none++;
      assert.equal(isRun(folder), has, `kill ${kill}`);
    },
  );
  assert.ok(none > 0 && none <= kills);
});
