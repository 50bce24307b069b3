import assert from 'node:assert/strict';
import { test } from 'node:test';
import { philox, randomStream, randomWords } from '../../lib/core/random';

test('Philox 2×32-10 gives the published words', () => {
  const words = new Uint32Array(2);
  philox(0, 0, 0, words);
  assert.deepEqual([...words], [0xff1dae59, 0x6cd10df2]);
  philox(0xffffffff, 0xffffffff, 0xffffffff, words);
  assert.deepEqual([...words], [0x2c3f628b, 0xab4fd7ad]);
  philox(0x13198a2e, 0x85a308d3, 0x243f6a88, words);
  assert.deepEqual([...words], [0xdd7ce038, 0xf62a4c12]);
});

test('words are those of the counters 0, 1, …', () => {
  const all = new Uint32Array(6);
  randomWords(7, 3, all);
  const third = new Uint32Array(2);
  philox(7, 3, 2, third);
  assert.deepEqual(all.subarray(4), third);
});

test('a stream repeats its numbers, and different streams differ', () => {
  const draw = (key: number, stream: number) => {
    const random = randomStream(key, stream);
    return [random.between(0, 1), random.normal(0, 1), random.between(2, 3)];
  };
  assert.deepEqual(draw(5, 1), draw(5, 1));
  assert.notDeepEqual(draw(5, 1), draw(5, 2));
  assert.notDeepEqual(draw(5, 1), draw(6, 1));
});

test('the distributions have the right means, deviations and bounds', () => {
  const random = randomStream(1, 0);
  const n = 20_000;
  const uniform = Array.from({ length: n }, () => random.between(-1, 3));
  const normal = Array.from({ length: n }, () => random.normal(10, 2));
  const hits = Array.from({ length: n }, () => random.chance(0.3)).filter(Boolean).length;
  assert.ok(Math.abs(mean(uniform) - 1) < 0.03 && uniform.every((value) => value >= -1 && value < 3));
  assert.ok(Math.abs(mean(normal) - 10) < 0.05 && normal.every((value) => Math.abs(value - 10) <= 5));
  const variance = mean(normal.map((value) => (value - 10) ** 2));
  assert.ok(Math.abs(variance - 4 * 0.911) < 0.1); // cut at 2.5 deviations, a normal keeps 91.1 % of its variance
  assert.ok(Math.abs(hits / n - 0.3) < 0.012);
});

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
