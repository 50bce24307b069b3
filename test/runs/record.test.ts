import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { evaluate } from '../../lib/evaluation/evaluate';
import type { Evaluation } from '../../lib/evaluation/metrics';
import { closeBrowser } from '../../lib/figures/browser';
import { recordPage } from '../../lib/runs/record-page';
import { recordRun } from '../../lib/runs/record-run';
import { copyPublishedRun } from '../../lib/training/published-run';
import { readHistory, readSettings, runFolder } from '../../lib/training/run-folder';
import { easyData, runner, temporaryFolder } from '../training/small';

const data = easyData();

test('a record contains float16 weights, their evaluations and figures, and opens as a run in outputs/', async (t) => {
  t.after(closeBrowser);
  const { folder } = await runner({ network: 'small', name: 'mine', n_epochs: 2, bs: 32, lr: 0.05 })();
  const [results, outputs] = [temporaryFolder(), temporaryFolder()];
  const record = await recordRun(folder, { data, results });
  const weights = join(record.checkpoints, 'epoch_0002', 'weights.safetensors');
  const original = join(folder.checkpoints, 'epoch_0002', 'weights.safetensors');
  const header = (file: string) => readFileSync(file).readUInt32LE(0);
  assert.equal((statSync(original).size - header(original) - 8) / (statSync(weights).size - header(weights) - 8), 2);
  assert.ok(!existsSync(join(record.checkpoints, 'best')), 'the last weights were selected on no split');
  assert.deepEqual(readHistory(record), readHistory(folder));
  assert.deepEqual(JSON.parse(readFileSync(join(record.path, 'photos.json'), 'utf8')).weights, { epoch: 2, step: 0 });

  const path = join(outputs, 'mine');
  assert.ok(copyPublishedRun(path, { results, outputs }));
  const copy = runFolder('mine', path);
  assert.equal(readSettings(copy).options.network, 'small');
  assert.ok(!existsSync(join(path, 'README.md')));
  for (const split of ['PublicTest', 'PrivateTest'] as const) {
    const { evaluation } = await evaluate(copy, { data, split, copies: 'near' });
    const recorded = JSON.parse(readFileSync(join(record.evaluation, `${split}.json`), 'utf8'));
    assert.deepEqual(JSON.parse(JSON.stringify(evaluation)), recorded);
    assert.equal(evaluation.selected_on, null);
    const accuracy = `${(100 * evaluation.top1).toFixed(2)} %`;
    assert.ok(
      readFileSync(join(record.path, 'README.md'), 'utf8').includes(`| ${split} | no | 21 | ten | ${accuracy} (`),
    );
    assert.ok(existsSync(join(record.figures, `confusion-${split}.png`)));
  }
  const saliency = 'figures/saliency-methods-PrivateTest.png';
  assert.ok(existsSync(join(record.path, saliency)));
  assert.ok(readFileSync(join(record.path, 'README.md'), 'utf8').includes(`](${saliency})`));
});

test('the page of a record says what each split was used for before', async () => {
  const run = runner({ network: 'small', name: 'mine', n_epochs: 1, bs: 32 });
  const { folder } = await run();
  const recorded = { settings: readSettings(folder), history: readHistory(folder), parameters: 1, megaMultiplyAdds: 1 };
  const { evaluation } = await evaluate(folder, { data, split: 'PublicTest' });
  const pageOf = (changes: Partial<Evaluation>) => recordPage(recorded, [{ ...evaluation, ...changes }], []);
  assert.match(pageOf({ selected_on: null }), /\| PublicTest \| no \| 21 \|/);
  assert.match(pageOf({}), /\| PublicTest \| selected the epoch \| 21 \|.*\n† measured/s);
  assert.match(pageOf({ fitted: ['Training', 'PublicTest'] }), /\| PublicTest \| fitted \| 21 \|.*\n† measured/s);
});

test('a published run is copied only to outputs/, and only if it has weights', () => {
  const [results, outputs] = [temporaryFolder(), temporaryFolder()];
  assert.ok(!copyPublishedRun(join(outputs, 'none'), { results, outputs }));
  assert.ok(!copyPublishedRun(join(outputs, 'deeper', 'none'), { results, outputs }));
});
