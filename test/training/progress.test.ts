import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { Progress } from '../../lib/training/train-options';
import { runner, temporaryFolder } from './small';

/** 70 training images: five steps an epoch, the last of 6 images. */
const run = runner({ network: 'small', name: 'progress', n_epochs: 2, bs: 16, precision: 'float32' });

/** A signal that is looked at before each step: each step takes 100 s by the clock, and it aborts before step `at`. */
function clock(t: TestContext, at = Number.POSITIVE_INFINITY): AbortSignal {
  let looks = 0;
  return {
    get aborted() {
      if (++looks >= at) return true;
      t.mock.timers.tick(100_000);
      return false;
    },
  } as AbortSignal;
}

const shown = (value: number) => Number(value.toFixed(4));

test('progress reports the step, the means so far, the pace and the time left', async (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: 1_000_000 });
  const seen: Progress[] = [];
  const { history } = await run({}, { mode: 'eager', signal: clock(t), onProgress: (progress) => seen.push(progress) });
  assert.deepEqual(
    seen.map(({ epoch, epochs, step, steps }) => [epoch, epochs, step, steps]),
    [1, 2].flatMap((epoch) => [1, 2, 3, 4, 5].map((step) => [epoch, 2, step, 5])),
  );
  assert.deepEqual(
    seen.map(({ imagesPerSecond }) => shown(imagesPerSecond)),
    [0.16, 0.16, 0.16, 0.16, 0.14, 0.16, 0.16, 0.16, 0.16, 0.14],
  );
  assert.deepEqual(
    seen.map(({ secondsLeft }) => shown(secondsLeft)),
    [775, 675, 575, 475, 500, 337.5, 237.5, 137.5, 37.5, 0],
  );
  for (const [i, { trainLoss, trainAccuracy, seconds }] of history.entries()) {
    const { loss, accuracy } = seen[5 * i + 4];
    assert.deepEqual([trainLoss, trainAccuracy, seconds], [loss, accuracy, 500]);
  }
  const accuracies = seen.map(({ accuracy, step }) => accuracy * Math.min(16 * step, 70));
  for (const right of accuracies) assert.ok(Math.abs(right - Math.round(right)) < 1e-4, `${right} images right`);
});

test('a restored run computes its pace from its own images, and includes earlier time in the epoch', async (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: 1_000_000 });
  const model_save_dir = temporaryFolder();
  assert.ok((await run({}, { mode: 'eager', model_save_dir, signal: clock(t, 3) })).interrupted);
  t.mock.timers.tick(9_000_000);
  const seen: Progress[] = [];
  const { history } = await run(
    {},
    { mode: 'eager', model_save_dir, restore: 'last', signal: clock(t), onProgress: (progress) => seen.push(progress) },
  );
  assert.deepEqual(
    seen
      .slice(0, 4)
      .map(({ epoch, step, imagesPerSecond, secondsLeft }) => [
        epoch,
        step,
        shown(imagesPerSecond),
        shown(secondsLeft),
      ]),
    [
      [1, 3, 0.16, 92 / 0.16],
      [1, 4, 0.16, 76 / 0.16],
      [1, 5, 0.1267, 552.6316],
      [2, 1, 0.16, 54 / 0.16],
    ],
  );
  assert.deepEqual(
    history.map(({ seconds }) => seconds),
    [500, 500],
  );
});

test('a checkpoint is written if the last one is more than five minutes old', async (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: 1_000_000 });
  const model_save_dir = temporaryFolder();
  const pointer = join(model_save_dir, 'checkpoints', 'last');
  const before: string[] = []; // each step
  const onProgress = () => before.push(existsSync(pointer) ? readFileSync(pointer, 'utf8').trim() : '');
  await run({}, { mode: 'eager', model_save_dir, signal: clock(t), onProgress });
  assert.deepEqual(before.slice(0, 5), ['', '', '', '', 'epoch_0000_step_00004']);
});

test('the interval between checkpoints can be set', async (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: 1_000_000 });
  const model_save_dir = temporaryFolder();
  const pointer = join(model_save_dir, 'checkpoints', 'last');
  const before: string[] = []; // each step
  const onProgress = () => before.push(existsSync(pointer) ? readFileSync(pointer, 'utf8').trim() : '');
  await run(
    { n_epochs: 1 },
    { mode: 'eager', model_save_dir, signal: clock(t), onProgress, checkpointInterval: 199_999 },
  );
  assert.deepEqual(before, ['', '', 'epoch_0000_step_00002', 'epoch_0000_step_00002', 'epoch_0000_step_00004']);
});
