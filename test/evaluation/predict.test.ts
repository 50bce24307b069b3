import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PIXELS } from '../../lib/data/dataset';
import { predict } from '../../lib/evaluation/predict';
import { tf } from '../../lib/runtime';
import { grayNetwork, grays, probabilitiesOf } from './gray';

const data = grays(Array<number>(70).fill(2));

for (const [views, progress] of [
  ['ten', [32, 64, 70]],
  ['flip', [70]],
  ['center', [70]],
] as const) {
  test(`${views} views give each image its probabilities, in order, over several batches`, async () => {
    const network = grayNetwork(5);
    const before = tf.memory().numTensors;
    const counts: number[][] = [];
    const onProgress = (...done: number[]) => counts.push(done);
    const { labels, probabilities } = await predict(network, data, { views, onProgress });
    assert.equal(tf.memory().numTensors, before);
    assert.deepEqual(labels, data.labels);
    assert.equal(probabilities.length, 70 * 7);
    for (let i = 0; i < 70; i++) {
      const expected = probabilitiesOf(data.images[i * PIXELS], 5);
      const found = [...probabilities.subarray(i * 7, i * 7 + 7)];
      assert.ok(
        found.every((p, k) => Math.abs(p - expected[k]) < 1e-5),
        `image ${i}: ${found}, not ${expected}`,
      );
    }
    assert.deepEqual(
      counts,
      progress.map((done) => [done, 70]),
    );
    network.dispose();
  });
}

test('the default is ten views, and a signal stops between two batches', async () => {
  const network = grayNetwork();
  const controller = new AbortController();
  const counts: number[] = [];
  const onProgress = (done: number) => {
    counts.push(done);
    controller.abort(new Error('stop'));
  };
  await assert.rejects(predict(network, data, { onProgress, signal: controller.signal }), /^Error: stop$/);
  assert.deepEqual(counts, [32]);
  network.dispose();
});
