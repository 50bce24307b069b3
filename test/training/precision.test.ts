import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DataType } from '../../lib/runtime';
import { choosePrecision, type Machine } from '../../lib/training/precision';

const cpu = (flags: string, gain?: number): Machine => ({
  kind: 'cpu',
  flags,
  bfloat16Gain: gain ? () => gain : unasked,
});
const unasked = () => assert.fail('the flags tell enough');
const gpu = (capability?: number): Machine => ({ kind: 'gpu', flags: '', capability });

for (const [machine, expected, why] of [
  [cpu('fpu avx2 fma'), 'float32', 'this CPU has neither avx512_bf16 nor amx_bf16'],
  [
    cpu('fpu avx512_bf16 fma', 1.9),
    'bfloat16',
    'this CPU has avx512_bf16 and multiplies bfloat16 1.9 times as fast as float32',
  ],
  [
    cpu('fpu avx512_bf16 fma', 0.6),
    'float32',
    'this CPU has avx512_bf16 and multiplies bfloat16 0.6 times as fast as float32',
  ],
  [cpu('fpu avx512_bf16 amx_bf16'), 'bfloat16', 'this CPU has amx_bf16'],
  [gpu(9), 'bfloat16', 'the card has compute capability 9.0'],
  [gpu(8.6), 'bfloat16', 'the card has compute capability 8.6'],
  [gpu(7.5), 'float16', 'the card has compute capability 7.5'],
  [gpu(6.1), 'float32', 'the card has compute capability 6.1'],
  [gpu(), 'float32', 'nvidia-smi does not tell what the card can'],
] as const) {
  test(`auto takes ${expected} where ${why}`, () => {
    assert.deepEqual(choosePrecision('auto', machine), { compute: DataType[expected], why });
  });
}

test('what is asked for is taken, and said to be emulated where it is', () => {
  assert.equal(choosePrecision('float32', gpu(9)).compute, DataType.float32);
  assert.equal(choosePrecision('float16', cpu('')).compute, DataType.float16);
  assert.equal(choosePrecision('mixed', gpu(7.5)).compute, DataType.float16);
  assert.equal(choosePrecision('mixed', cpu('avx512_bf16')).compute, DataType.bfloat16);
  const { compute, why } = choosePrecision('mixed', cpu('avx2'));
  assert.equal(compute, DataType.bfloat16);
  assert.equal(why, 'as asked; emulated, since this CPU has neither avx512_bf16 nor amx_bf16');
});

test('here, auto is as fast as either type', () => {
  const { compute, why } = choosePrecision('auto');
  const gain = /multiplies bfloat16 (\S+) times/.exec(why)?.[1];
  if (gain) assert.equal(compute === DataType.bfloat16, Number(gain) >= 1.2);
});
