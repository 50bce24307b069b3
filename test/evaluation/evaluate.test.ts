import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { audit, withoutDuplicates } from '../../lib/data/audit';
import { imagesAt, PIXELS, select } from '../../lib/data/dataset';
import { measured } from '../../lib/evaluation/describe';
import { evaluate } from '../../lib/evaluation/evaluate';
import { evaluatedImages } from '../../lib/evaluation/same-images';
import { readEvaluation } from '../../lib/evaluation/stored';
import { ferPlusOn } from '../data/official';
import { noise } from '../data/tables';
import { easyData, runner } from '../training/small';

/** 70 images of Training, 21 of PublicTest, 21 of PrivateTest; the second of these equals Training's first. */
const data = easyData();
data.images.copyWithin(92 * PIXELS, 0, PIXELS);
const run = runner({ network: 'small', name: 'test', n_epochs: 1, bs: 16, lr: 0.05 }, data);

test('an evaluation without duplicates reports the number of images', async () => {
  const { folder } = await run();
  const whole = await evaluate(folder, { data, views: 'center' });
  assert.equal(whole.evaluation.without_copies?.removed, 1);
  assert.equal(whole.evaluation.split_size, undefined);
  const only = withoutDuplicates(data, await audit(data), 'evaluation');
  const part = await evaluate(folder, { data, only, views: 'center' });
  const { evaluation, predictions } = part;
  assert.deepEqual([evaluation.n, evaluation.split_size], [20, 21]);
  assert.equal(measured(evaluation), 'PrivateTest, n = 20 of 21, center crops, weights of epoch 1');
  assert.equal(evaluation.top1, whole.evaluation.without_copies?.top1);
  assert.equal(evaluation.without_copies?.removed, 0);
  assert.deepEqual(predictions.labels, part.images.labels);
  const stored = readEvaluation(folder, 'PrivateTest');
  assert.deepEqual(evaluatedImages(data, stored), part.images);
  assert.deepEqual(Array.from(part.images.rows), [91, ...Array.from({ length: 19 }, (_, i) => 93 + i)]);
});

test('a run with a limit is evaluated only on its own images', async () => {
  const { folder } = await run({ limit: 10 });
  const only = imagesAt(data, [0, 93, 95, 110]);
  const { images, evaluation } = await evaluate(folder, { data, only, views: 'center' });
  assert.deepEqual(Array.from(images.rows), [93, 95]);
  assert.equal(evaluation.split_size, 10);
});

test('images that are not the run’s are rejected, even as a subset', async () => {
  const { folder } = await run();
  const fewer = withoutDuplicates(data, await audit(data), 'evaluation');
  await assert.rejects(evaluate(folder, { data: fewer }), { message: /^dataset: easy; must contain the images that / });
  const changed = select(data, 'PrivateTest');
  changed.images[5 * PIXELS] ^= 1;
  await assert.rejects(evaluate(folder, { data, only: changed }), {
    message: 'only: PrivateTest 96; must be an image of easy, unchanged',
  });
  const elsewhere = { ...select(data, 'PrivateTest'), rows: Uint32Array.from({ length: 21 }, (_, i) => 92 + i) };
  await assert.rejects(evaluate(folder, { data, only: elsewhere }), { message: /^only: PrivateTest 92; must be / });
});

test('FER+ votes for other images are rejected before the work', async () => {
  const { folder } = await run();
  const ferplus = ferPlusOn(noise(3), new Uint8Array(30));
  const onProgress = () => assert.fail('images were predicted');
  await assert.rejects(evaluate(folder, { data, ferplus, onProgress }), { message: /^FER\+: no votes on 21 of 21 / });
  assert.ok(!existsSync(folder.evaluation));
});

test('galleries of images other than the evaluated ones are rejected', async () => {
  const { folder } = await run();
  await evaluate(folder, { data, views: 'center' });
  const stored = readEvaluation(folder, 'PrivateTest');
  const message = /^dataset: easy; must contain the images of PrivateTest that were evaluated$/;
  assert.throws(() => evaluatedImages(imagesAt(data, [100, 101]), stored), { message });
  const changed = { ...data, images: data.images.map((value) => value ^ 1) };
  assert.throws(() => evaluatedImages(changed, stored), { message });
});
