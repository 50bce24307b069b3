import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { select } from '../../lib/data/dataset';
import { resized } from '../../lib/data/resize';
import { type KnownCosts, measureCost } from '../../lib/evaluation/cost';
import { runFolder } from '../../lib/training/run-folder';
import { temporaryFolder } from '../data/tables';
import { grayRun, grays } from './gray';

const data = grays([...Array<number>(7).fill(0), ...Array<number>(7).fill(1), ...Array<number>(7).fill(2)]);
const images = select(data, 'PrivateTest');

test('a cost is the median of five timings of 320 faces after a first one, and of an ensemble the sum', async (t) => {
  let clock = 0;
  let timings: number[] = [];
  t.mock.method(performance, 'now', () => clock);
  /** A signal that is looked at once for each timing, of a single batch. */
  const signal = {
    throwIfAborted: () => {
      clock += 320 * (timings.shift() ?? 99);
    },
  } as AbortSignal;
  const parent = temporaryFolder(t);
  const folders = ['a', 'b'].map((name) => grayRun(join(parent, name), data));
  const known: KnownCosts = new Map();
  timings = [900, 5, 1, 4, 2, 30];
  const one = await measureCost(folders[0], images, known, signal);
  assert.deepEqual(one, { parameters: 1600 * 7 + 7, multiplyAdds: 1600 * 7, milliseconds: 4 });
  assert.deepEqual(timings, []);
  const ensemble = { ...runFolder('both', join(parent, 'both')), members: folders.map(({ path }) => path) };
  timings = [7];
  assert.deepEqual(await measureCost(ensemble, images, known, signal), {
    ...{ parameters: 2 * 11207, multiplyAdds: 2 * 11200, milliseconds: 8 },
  });
  assert.deepEqual(timings, [7], 'the same network is timed once');
  // Images of another size are resized to the network's.
  timings = [1, 2, 2, 2, 2, 2];
  assert.equal((await measureCost(folders[0], resized(images, 96), new Map(), signal))?.milliseconds, 2);
});

test('what cannot be built has no cost', async (t) => {
  const folder = grayRun(
    join(temporaryFolder(t), 'run'),
    data,
    { network: 'vgg' },
    { sources: { network: { x: 'y' } } },
  );
  assert.equal(await measureCost(folder, images), undefined);
});
