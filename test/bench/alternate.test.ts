import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alternate } from '../../bench/harness/alternate';
import { quantile } from '../../bench/harness/quantile';

/** A contender that answers with `time`, or ends at the first request. */
const contender = (name: string, time?: number) => ({
  name,
  command: [
    process.execPath,
    '-e',
    `console.log('{"version":"1"}'); process.stdin.on('data', () => ${time ? `console.log(${time})` : 'process.exit()'})`,
  ],
});
const options = { steps: 3, warmUp: 1, threads: 1, signal: new AbortController().signal };

test('contenders take turns, and warm-up steps are not counted', async () => {
  const done: number[] = [];
  const onProgress = (steps: number, of: number) => done.push(steps / of);
  const timings = await alternate([contender('a', 1), contender('b', 2.5)], { ...options, onProgress });
  assert.deepEqual(timings, [
    { name: 'a', about: { version: '1' }, times: [1, 1, 1] },
    { name: 'b', about: { version: '1' }, times: [2.5, 2.5, 2.5] },
  ]);
  assert.deepEqual(
    done,
    [1, 2, 3, 4, 5, 6, 7, 8].map((steps) => steps / 8),
  );
});

test('a contender that ends early is named, and a signal stops all of them', async () => {
  await assert.rejects(alternate([contender('a', 1), contender('b')], options), /b ended early/);
  const controller = new AbortController();
  const onProgress = () => controller.abort(new Error('SIGINT'));
  await assert.rejects(alternate([contender('a', 1)], { ...options, signal: controller.signal, onProgress }), /SIGINT/);
});

test('quantiles are interpolated', () => {
  assert.equal(quantile([4, 1, 3, 2], 0.5), 2.5);
  assert.equal(quantile([5, 1, 3], 0.5), 3);
  assert.equal(quantile([0, 10], 0.25), 2.5);
});
