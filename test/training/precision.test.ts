import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DataType, device } from '../../lib/runtime';
import { hyperparameters } from '../../lib/training/hyperparameters';
import { choosePrecision, computeName, evaluationType, type Machine, precisionOf } from '../../lib/training/precision';

const cpu = (flags: string, gain?: number): Machine => ({
  kind: 'cpu',
  flags,
  bfloat16Gain: gain ? () => gain : unasked,
});
const unasked = () => assert.fail('the flags tell enough');
const gpu = (capability?: number): Machine => ({ kind: 'gpu', flags: '', capability, bfloat16Gain: unasked });

for (const [machine, expected, why] of [
  [cpu('fpu avx2 fma'), 'float32', 'this CPU has neither avx512_bf16 nor amx_bf16'],
  [
    cpu('fpu avx512_bf16 fma', 1.9),
    'bfloat16',
    'this CPU has avx512_bf16 and convolves in bfloat16 1.90 times as fast as in float32',
  ],
  [
    cpu('fpu avx512_bf16 fma', 0.6),
    'float32',
    'this CPU has avx512_bf16 and convolves in bfloat16 0.60 times as fast as in float32',
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
  assert.deepEqual(choosePrecision('float16', gpu(7.5)), { compute: DataType.float16, why: 'as asked' });
  assert.deepEqual(choosePrecision('float16', cpu('')), {
    compute: DataType.float16,
    why: 'as asked; slow, since TensorFlow has no fast gradients of float16 convolutions on CPUs',
  });
  assert.equal(choosePrecision('mixed', gpu(7.5)).compute, DataType.float16);
  assert.equal(choosePrecision('mixed', cpu('avx512_bf16')).compute, DataType.bfloat16);
  const { compute, why } = choosePrecision('mixed', cpu('avx2'));
  assert.equal(compute, DataType.bfloat16);
  assert.equal(why, 'as asked; emulated, since this CPU has neither avx512_bf16 nor amx_bf16');
});

test('a gain too small to pay for the casts is left', () => {
  assert.equal(choosePrecision('auto', cpu('avx512_bf16', 1.19)).compute, DataType.float32);
  assert.equal(choosePrecision('auto', cpu('avx512_bf16', 1.2)).compute, DataType.bfloat16);
});

test('a run goes on in the type that it began with', () => {
  const began = (computes: string) => ({
    options: hyperparameters({ name: 'x' }),
    dataHash: undefined,
    environment: { device: { computes } },
  });
  for (const compute of [DataType.float32, DataType.bfloat16, DataType.float16] as const) {
    assert.deepEqual(precisionOf(began(computeName(compute))), { compute, why: 'as the run began' });
  }
});

test('an evaluation does not emulate what a run elsewhere multiplied natively', () => {
  const environment = { device: { computes: 'mixed float16 with loss scaling' } };
  const options = hyperparameters({ name: 'x', precision: 'auto' });
  if (device().kind === 'cpu') {
    assert.equal(evaluationType({ options, dataHash: undefined, environment }), DataType.float32);
  }
  const asked = { ...options, precision: 'float16' } as const;
  assert.equal(evaluationType({ options: asked, dataHash: undefined, environment }), DataType.float16);
});
