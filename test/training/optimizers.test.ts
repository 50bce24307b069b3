import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Program, tf } from '../../lib/runtime';
import { OPTIMIZERS } from '../../lib/training/hyperparameters';
import { optimizers } from '../../lib/training/optimizers';
import reference from './pytorch_reference.json';

for (const name of OPTIMIZERS) {
  for (const mode of ['eager', 'captured'] as const) {
    test(`${name}, ${mode}: ten steps are PyTorch's`, () => {
      const parameter = { name: 'p', variable: tf.variable(tf.tensor1d([1, -2, 0.5, 3])) };
      const optimizer = optimizers[name]([parameter], { momentum: 0.9, weightDecay: 1e-2, decayOn: 'all' });
      const variables = [parameter, ...optimizer.slots].map(({ variable }) => variable);
      const program = new Program(
        variables,
        {
          step: (gradient, rate) => {
            optimizer.step([gradient], { rate, momentum: tf.scalar(0.9) });
            return [tf.sum(gradient)];
          },
        },
        { mode, onNotice: assert.fail },
      );
      reference.optimizers[name].forEach((expected, step) => {
        const gradient = tf.tensor1d([0, 1, 2, 3].map((i) => Math.sin(step + i) * (i + 1)));
        program.run('step', [gradient, tf.scalar(step < 5 ? 0.05 : 0.025)]);
        program.pull();
        const actual = parameter.variable.dataSync();
        expected.forEach((value, i) => {
          const error = Math.abs(actual[i] - value) / Math.max(Math.abs(value), 0.1);
          assert.ok(error < 1e-5, `step ${step}, value ${i}: ${actual[i]} instead of ${value}`);
        });
      });
    });
  }
}
