import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DataType, device } from '../../lib/runtime';
import { hyperparameters } from '../../lib/training/hyperparameters';
import { choosePrecision, computeName, evaluationType, type Machine, precisionOf } from '../../lib/training/precision';

const cpu = (...flags: string[]): Machine => ({ kind: 'cpu', flags: new Set(flags) });
const gpu = (capability?: number): Machine => ({ kind: 'gpu', flags: new Set(), capability });

for (const [machine, expected, why] of [
  [cpu('fpu', 'avx2', 'fma', 'avx512_bf16'), 'float32', 'this CPU has no amx_bf16'],
  [cpu('fpu', 'avx512_bf16', 'amx_bf16'), 'bfloat16', 'this CPU has amx_bf16'],
  [gpu(9), 'bfloat16', 'the card has compute capability 9.0'],
  [gpu(8.6), 'bfloat16', 'the card has compute capability 8.6'],
  [gpu(8), 'bfloat16', 'the card has compute capability 8.0'],
  [gpu(7.5), 'float16', 'the card has compute capability 7.5'],
  [gpu(7), 'float16', 'the card has compute capability 7.0'],
  [gpu(6.1), 'float32', 'the card has compute capability 6.1'],
  [gpu(), 'float32', 'nvidia-smi does not report its compute capability'],
] as const) {
  test(`auto selects ${expected} for ${[...machine.flags, why].join(', ')}`, () => {
    assert.deepEqual(choosePrecision('auto', machine), { compute: DataType[expected], why });
  });
}

const inFloat32 = 'as requested; products in float32, which this CPU multiplies faster';
for (const [chosen, machine, expected, why] of [
  ['float32', gpu(9), 'float32', 'as requested'],
  ['float32', cpu('amx_bf16'), 'float32', 'as requested'],
  ['float16', gpu(7.5), 'float16', 'as requested'],
  ['float16', gpu(6.1), 'float16', 'as requested; emulated, since the card has compute capability 6.1'],
  ['float16', cpu('amx_bf16'), 'float16', inFloat32],
  ['mixed', gpu(7.5), 'float16', 'as requested; the card has compute capability 7.5'],
  ['mixed', gpu(6.1), 'bfloat16', 'as requested; emulated, since the card has compute capability 6.1'],
  ['mixed', cpu('avx512_bf16', 'amx_bf16'), 'bfloat16', 'as requested; this CPU has amx_bf16'],
  ['mixed', cpu('avx512_bf16'), 'bfloat16', inFloat32],
] as const) {
  const where = machine.kind === 'cpu' ? [...machine.flags].join(' and ') : `capability ${machine.capability}`;
  test(`${chosen} is ${expected} on ${where}, and its cost is reported`, () => {
    assert.deepEqual(choosePrecision(chosen, machine), { compute: DataType[expected], why });
  });
}

test('a run resumes in its original type', () => {
  const began = (computes: string) => ({
    options: hyperparameters({ name: 'x' }),
    prolonged: [],
    dataHash: undefined,
    environment: { device: { computes } },
  });
  for (const compute of [DataType.float32, DataType.bfloat16, DataType.float16] as const) {
    assert.deepEqual(precisionOf(began(computeName(compute))), { compute, why: 'as at the start of the run' });
  }
});

test('an evaluation does not emulate the type of a run from another machine', () => {
  const environment = { device: { computes: 'mixed float16 with loss scaling' } };
  const options = hyperparameters({ name: 'x', precision: 'auto' });
  if (device().kind === 'cpu') {
    assert.equal(evaluationType({ options, prolonged: [], dataHash: undefined, environment }), DataType.float32);
  }
  const chosen = { ...options, precision: 'float16' } as const;
  assert.equal(evaluationType({ options: chosen, prolonged: [], dataHash: undefined, environment }), DataType.float16);
});
