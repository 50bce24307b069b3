import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { writeCapturedGraph } from '../../bench/harness/captured-graph';
import { networkOf } from '../../bench/harness/network';
import { type Profile, profileGraph, profileText } from '../../bench/harness/profile';
import { benchPeer, obstacle } from '../../bench/peers';
import { summary } from '../../lib/models/network-summary';
import { cast, DataType, Program, uint8Tensor } from '../../lib/runtime';

const skip = obstacle(benchPeer('keras')) ?? false; // its TensorFlow traces

test('the traced kernels of a step do the arithmetic of the network', { skip }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'fer-bench-'));
  const [batch, network] = [2, networkOf('narrow_vgg', { inputSize: 20 })];
  try {
    const { signal } = new AbortController();
    const options = { job: 'step', precision: 'float32', batch, steps: 1, threads: 1, folder, signal } as const;
    const { kernels, here, plain, traced } = await profileGraph(network, options);
    // Forward, gradient by the weights, and gradient by the input, which the first layer does not need.
    const layers = summary(network).map(({ megaMultiplyAdds }) => megaMultiplyAdds);
    const expected = (2 * batch * (3 * layers[layers.length - 1] - layers[0])) / 1000;
    const gflop = kernels.reduce((sum, one) => sum + one.gflop, 0);
    assert.ok(Math.abs(gflop / expected - 1) < 1e-6, `${gflop} GFLOP in the trace, ${expected} in the network`);
    const calls = (kernel: string) =>
      kernels.filter((one) => one.kernel === kernel).reduce((sum, one) => sum + one.calls, 0);
    assert.equal(calls('Conv2D'), 8);
    assert.equal(calls('Conv2DBackpropFilter'), 8);
    assert.equal(calls('Conv2DBackpropInput'), 7);
    assert.ok([...here, ...plain, ...traced].every((time) => time > 0));
  } finally {
    network.dispose();
    rmSync(folder, { recursive: true });
  }
});

test('the values of images are written for the replay, which the addon cannot read', () => {
  const folder = mkdtempSync(join(tmpdir(), 'fer-bench-'));
  const program = new Program([], { float: (x) => [cast(x, DataType.float32)] });
  try {
    writeCapturedGraph(folder, () => {
      for (const values of [
        [1, 2, 3],
        [4, 5, 255],
      ])
        program.read('float', [uint8Tensor(Uint8Array.from(values), [3])]);
    });
    const [, last] = JSON.parse(readFileSync(join(folder, 'calls.json'), 'utf8'));
    assert.deepEqual([...readFileSync(join(folder, last.files[0]))], [4, 5, 255]);
  } finally {
    program.dispose();
    rmSync(folder, { recursive: true });
  }
});

test('a profile is shown by kernel and by shapes, the most expensive ones first', () => {
  const profile: Profile = {
    ...{ here: [100], plain: [110], traced: [120], peakGflopPerSecond: 200 },
    kernels: [
      { kernel: 'Conv2D', shapes: 'a → b', calls: 1, ms: 20, gflop: 2 },
      { kernel: 'MaxPool', shapes: 'c → d', calls: 2, ms: 50, gflop: 0 },
      { kernel: 'Conv2D', shapes: 'e → f', calls: 3, ms: 30, gflop: 4 },
    ],
  };
  assert.equal(
    profileText(profile, 'vgg, step, batch 64', 2),
    `vgg, step, batch 64: a step takes here 0.100 s, replayed 0.110 s, traced 0.120 s; its kernels take 0.100 s in all, more than the step if they overlap.

Product of two 2048×2048 matrices: 200 GFLOP/s.

| kernel | calls | time | share | GFLOP/s |
| --- | ---: | ---: | ---: | ---: |
| Conv2D | 4 | 50 ms | 50.0 % | 120 |
| MaxPool | 2 | 50 ms | 50.0 % |  |

| kernel | inputs → output | calls | time | share | GFLOP/s |
| --- | ---: | ---: | ---: | ---: | ---: |
| MaxPool | c → d | 2 | 50 ms | 50.0 % |  |
| Conv2D | e → f | 3 | 30 ms | 30.0 % | 133 |`,
  );
});
