import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { imagesAt, select } from '../../lib/data/dataset';
import { resized } from '../../lib/data/resize';
import { viewsOf } from '../../lib/data/views';
import { evaluate } from '../../lib/evaluation/evaluate';
import { openCheckpoint } from '../../lib/evaluation/open-checkpoint';
import { buildNetwork } from '../../lib/models/registry';
import { exportRun } from '../../lib/runs/export-run';
import { tf } from '../../lib/runtime';
import { centerCrops, explain, probe } from '../../lib/saliency';
import { easyData, runner } from '../training/small';

const CLASSES = ['ant', 'bee', 'cow', 'dog', 'elk'];

/** 14 images of Training and 7 of each other split, of five classes. */
function animals(size: number) {
  const all = easyData(14, 7);
  const five = [...all.labels.keys()].filter((i) => all.labels[i] < CLASSES.length);
  return { ...resized(imagesAt(all, five), size), name: 'animals', classes: CLASSES };
}

/** Networks, images and inputs of other sizes than FER2013's 48 and 40, and the pixels that ten crops are moved by. */
const CASES = [
  { network: 'vgg', size: 57, input_size: 48, margin: 9 },
  { network: 'narrow_vgg', size: 60, input_size: 0, input: 50, margin: 10 },
  { network: 'efficientnet_b0', size: 64, input_size: 64, margin: 0 },
] as const;

for (const { network, size, input_size, margin, ...rest } of CASES) {
  const input = 'input' in rest ? rest.input : input_size;
  test(`${network} takes ${input} of ${size} pixels: logits, a step, ten crops, saliency and export`, async () => {
    const built = buildNetwork(network, { drop: 0, seed: 0, classes: CLASSES, input_size: input });
    const logits = tf.tidy(() => built.forward(tf.zeros([3, input, input, 1]), { training: false }).shape);
    assert.deepEqual(logits, [3, CLASSES.length]);
    built.dispose();

    const data = animals(size);
    const run = runner({ name: 'sized', network, n_epochs: 1, bs: 10, input_size, augment: 'crops' }, data);
    const { folder, history } = await run();
    assert.ok(Number.isFinite(history[0].trainLoss));
    const views = viewsOf('ten', margin);
    assert.equal(views.length, margin > 0 ? 10 : 2);
    assert.equal(Math.max(...views.map(({ left }) => left)), margin);
    const { evaluation, predictions } = await evaluate(folder, { data, views: 'ten' });
    assert.deepEqual([evaluation.n, evaluation.classes], [5, CLASSES]);
    assert.equal(predictions.probabilities.length, 5 * CLASSES.length);

    const opened = openCheckpoint(folder, { data });
    const asked = probe(opened.network);
    const crops = centerCrops(select(data, 'PrivateTest'), opened.network);
    const { values, size: width } = await explain(asked, crops, 'gradient', { target: 'elk' });
    assert.deepEqual([width, values.length], [input, 5 * input ** 2]);
    asked.dispose();
    opened.network.dispose();

    const files = await exportRun(folder, { formats: ['onnx'] });
    assert.deepEqual(files, ['sized.onnx', 'README.md']);
    const card = readFileSync(join(folder.path, 'export', 'README.md'), 'utf8');
    assert.match(card, new RegExp(`${input}.${input}`));
    assert.match(card, /ant.*bee.*cow.*dog.*elk/s);
    assert.doesNotMatch(card, /emotion|Angry|40×40/);
  });
}
