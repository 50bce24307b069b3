import assert from 'node:assert/strict';
import { test } from 'node:test';
import { machineShare } from '../../lib/tuning/executors/machine-share';

test('processes divide the cores, at least one each, and take turns with the GPUs', () => {
  const threads = (count: string) => ({
    TF_NUM_INTRAOP_THREADS: count,
    TF_NUM_INTEROP_THREADS: count,
    OMP_NUM_THREADS: count,
  });
  assert.deepEqual(machineShare(0, 3, { cores: 8, cards: '' }), threads('2'));
  assert.deepEqual(machineShare(1, 2, { cores: 1, cards: '5' }), threads('1'));
  const cards = [0, 1, 2].map((number) => machineShare(number, 3, { cores: 3, cards: '4,6' }).CUDA_VISIBLE_DEVICES);
  assert.deepEqual(cards, ['4', '6', '4']);
});
