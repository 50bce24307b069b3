import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { decodeSafetensors } from '../../lib/models/weights/safetensors';
import { applyMomentum, DataType, device, Program, tf } from '../../lib/runtime';
import { dynamicLossScale, lossScaleFor } from '../../lib/training/loss-scale';
import { train } from '../../lib/training/trainer';
import { easyData, temporaryFolder } from './small';

for (const mode of ['captured', 'eager'] as const) {
  test(`${mode}: the scale doubles after good steps; an infinite gradient halves it and changes nothing else`, () => {
    const [weight, velocity] = [1, 0].map((value) => tf.variable(tf.scalar(value), false));
    const lossScale = dynamicLossScale({ initial: 8, interval: 2 });
    const [scale, good] = lossScale.slots.map(({ variable }) => variable);
    const step = (gradient: number) => {
      const input = tf.scalar(gradient);
      const [seen] = program.run('step', [input]);
      program.pull();
      const values = [seen, scale, good, weight, velocity].map((tensor) => tensor.dataSync()[0]);
      tf.dispose([seen, input]);
      return values;
    };
    const program: Program = new Program(
      [scale, good, weight, velocity],
      {
        step: (gradient) => {
          const gradients = lossScale.unscaled([lossScale.scaled(gradient)]);
          lossScale.update(gradients, () => {
            applyMomentum(weight, velocity, gradients[0], tf.scalar(0.5), tf.scalar(0.5), false);
          });
          return [gradients[0].clone()];
        },
      },
      { mode },
    );
    // Unscaled gradient, then scale, good steps, weight and velocity after the step.
    assert.deepEqual(step(1), [1, 8, 1, 0.5, 1]);
    assert.deepEqual(step(Number.POSITIVE_INFINITY), [Number.POSITIVE_INFINITY, 4, 0, 0.5, 1]);
    assert.deepEqual(step(Number.NaN).slice(1), [2, 0, 0.5, 1]);
    assert.deepEqual(step(2), [2, 2, 1, -0.75, 2.5]);
    assert.deepEqual(step(0), [0, 4, 0, -1.375, 1.25]);
    assert.equal(program.running, mode);
  });
}

test('the default scale starts at 2¹⁶ and doubles after 2000 good steps, as in PyTorch; its minimum is 1', () => {
  const lossScale = lossScaleFor(DataType.float16);
  const [scale, good] = lossScale.slots.map(({ variable }) => variable);
  const step = (gradient: number) => {
    lossScale.update([tf.tensor1d([1, gradient]), tf.tensor1d([2])], () => {});
    return [scale, good].map((variable) => variable.dataSync()[0]);
  };
  good.assign(tf.scalar(1998));
  assert.deepEqual(step(1), [2 ** 16, 1999]);
  assert.deepEqual(step(1), [2 ** 17, 0]);
  scale.assign(tf.scalar(1));
  assert.deepEqual(step(Number.NaN), [1, 0]);
  for (const compute of [DataType.float32, DataType.bfloat16] as const) {
    assert.deepEqual(lossScaleFor(compute).slots, []);
  }
});

test('a run in float16 learns like one in float32, and saves its scale in the checkpoint', async () => {
  const data = easyData();
  const settings = { network: 'small', name: 'test', n_epochs: 6, bs: 16, lr: 0.05 };
  const run = async (precision: 'float16' | 'float32') => {
    const notices: string[] = [];
    const model_save_dir = temporaryFolder();
    const options = { data, model_save_dir, onNotice: (line: string) => notices.push(line) };
    const { history, folder } = await train({ ...settings, precision }, options);
    return { history, folder, notices };
  };
  const [half, single] = [await run('float16'), await run('float32')];
  const losses = [half, single].map(({ history }) => history[5].trainLoss);
  // The first steps are skipped, until the scale fits.
  assert.ok(Math.abs(losses[0] - losses[1]) < 0.15, losses.join());
  assert.ok(losses[0] < half.history[0].trainLoss - 0.3, losses.join());
  const inFloat32 = '; products in float32, which this CPU multiplies faster';
  const why = device().kind === 'cpu' ? `as requested${inFloat32}` : 'as requested';
  assert.deepEqual(half.notices, [`small computes in mixed float16 with loss scaling: ${why}`]);
  const last = readFileSync(join(half.folder.checkpoints, 'last'), 'utf8').trim();
  const file = join(half.folder.checkpoints, last, 'optimizer.safetensors');
  const state = decodeSafetensors(readFileSync(file), file);
  const [scale, good] = ['loss_scale', 'loss_scale.good_steps'].map((name) => state.get(name)!.values[0]);
  assert.ok(Number.isInteger(Math.log2(scale)) && scale <= 2 ** 16 && good > 20 && good <= 30, `${scale}, ${good}`);
});
