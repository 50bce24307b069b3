import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { flagsOf } from '../../lib/runtime/cpu';
import { TYPESCRIPT } from '../../scripts/system/typescript.cjs';

test('ONEDNN_MAX_CPU_ISA limits the instruction sets of all ops', () => {
  const cpuinfo = 'processor\t: 0\nflags\t\t: sse4_1 avx fma avx2 avx512f amx_bf16\n';
  const flags = (limit?: string) => [...flagsOf(cpuinfo, limit)].join(' ');
  for (const limit of [undefined, '', 'ALL', 'DEFAULT', 'AVX512_CORE_AMX', 'AVX10_1_512_AMX_FP16'])
    assert.equal(flags(limit), 'sse4_1 avx fma avx2 avx512f amx_bf16');
  assert.equal(flags('AVX512_CORE_BF16'), 'sse4_1 avx fma avx2 avx512f');
  assert.equal(flags('AVX2_VNNI'), 'sse4_1 avx fma avx2');
  assert.equal(flags('AVX2'), 'sse4_1 avx fma avx2');
  assert.equal(flags('AVX'), 'sse4_1 avx');
  assert.equal(flags('SSE41'), 'sse4_1 avx');
});

/**
 * Files with tests that compare two ways to compute the same numbers, and what the names of these tests have in common.
 */
const FILES = ['kernels-captured', 'kernels-pytorch', 'winograd'];
const NAMES = 'values and gradients|equals eager execution';

/** An instruction set, and how many threads sums are spread over. */
const MACHINES = [
  { set: 'SSE41', threads: 1 },
  { set: 'AVX2', threads: 8 },
];

for (const { set, threads } of MACHINES) {
  test(`kernels agree on a CPU with ${set} and ${threads} threads`, async () => {
    const { NODE_TEST_CONTEXT, ...inherited } = process.env; // else the tests report to this file's runner
    const env = {
      ...inherited,
      CUDA_VISIBLE_DEVICES: '',
      ONEDNN_MAX_CPU_ISA: set,
      TF_NUM_INTRAOP_THREADS: String(threads),
    };
    const files = FILES.map((name) => `./test/runtime/${name}.test.ts`);
    const script = `for (const file of ${JSON.stringify(files)}) require(file)`; // one process: TensorFlow loads once
    const options = [...TYPESCRIPT, '--test-reporter=tap', `--test-name-pattern=${NAMES}`];
    const child = spawn(process.execPath, [...options, '-e', script], { env });
    const [stdout, stderr, status] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      new Promise((resolve) => child.on('close', resolve)),
    ]);
    assert.equal(status, 0, stdout + stderr);
    assert.match(stdout, /^# pass [1-9]/m);
  });
}
