import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Program, type Tensor, tf } from '../../lib/runtime';
import { optimizers } from '../../lib/training/optimizers';
import { ratesOf } from '../../lib/training/schedules';
import { oneCycle as oneCycleSchedule } from '../../lib/training/schedules/one-cycle';
import type { Rates } from '../../lib/training/schedules/schedule';
import { assertClose, REFERENCE_DIGITS, roundingTolerance } from '../rounding';
import reference from './pytorch_reference.json';

interface Case {
  readonly title: string;
  readonly name: string;
  readonly expected: readonly (readonly number[])[];
  readonly rates: (step: number) => Rates;
}

/** As in pytorch_reference.py. */
const halved = (step: number): Rates => ({ rate: step < 5 ? 0.05 : 0.025, momentum: 0.9 });
const oneCycle = (step: number): Rates =>
  ratesOf(oneCycleSchedule, { history: [], step, steps: 10 }, { lr: 0.05, n_epochs: 1, momentum: 0.9, warmup: 0 });

const CASES: readonly Case[] = [
  ...optimizers.ours.map((name) => ({ title: name, name, expected: reference.optimizers[name], rates: halved })),
  ...(Object.keys(reference.one_cycle) as (keyof typeof reference.one_cycle)[]).map((name) => ({
    title: `${name}, one cycle`,
    name,
    expected: reference.one_cycle[name],
    rates: oneCycle,
  })),
];

/** No rule takes more operations in a step. */
const ROUNDINGS = 20;

for (const { title, name, expected, rates } of CASES) {
  for (const mode of ['eager', 'captured'] as const) {
    test(`${title}, ${mode}: ten steps equal PyTorch’s`, () => {
      const parameter = { name: 'p', variable: tf.variable(tf.tensor1d([1, -2, 0.5, 3])) };
      const optimizer = optimizers.get(name)([parameter], { momentum: 0.9, weight_decay: 1e-2, decay_on: 'all' });
      const variables = [parameter, ...optimizer.slots].map(({ variable }) => variable);
      const program = new Program(
        variables,
        {
          step: (gradient, rate, momentum) => {
            optimizer.step([gradient], { rate, momentum });
            return [tf.sum(gradient)];
          },
        },
        { mode, onNotice: assert.fail },
      );
      expected.forEach((after, step) => {
        const gradient = tf.tensor1d([0, 1, 2, 3].map((i) => Math.sin(step + i) * (i + 1)));
        const { rate, momentum } = rates(step);
        program.run('step', [gradient, tf.scalar(rate), tf.scalar(momentum)]);
        program.pull();
        const actual = parameter.variable.dataSync();
        const tolerance = REFERENCE_DIGITS + roundingTolerance((step + 1) * ROUNDINGS);
        assertClose(actual, after, tolerance, `step ${step}`);
      });
    });
  }
}

for (const [shape, expected] of Object.entries(reference.muon)) {
  test(`muon, a kernel ${shape}: ten steps equal PyTorch’s`, () => {
    const [rows, columns] = shape.split('x').map(Number);
    const n = rows * columns;
    const values = tf.tensor4d(
      Array.from({ length: n }, (_, i) => Math.cos(i)),
      [1, 1, rows, columns],
    );
    const kernel = { name: 'k', variable: tf.variable(values) };
    const optimizer = optimizers.get('muon')([kernel], { momentum: 0.9, weight_decay: 1e-2, decay_on: 'all' });
    expected.forEach((after, step) => {
      const gradient = Array.from({ length: n }, (_, i) => Math.sin(step + i) * (i + 1));
      const rates = { rate: tf.scalar(0.05), momentum: tf.scalar(0.9) };
      optimizer.step([tf.tensor4d(gradient, [1, 1, rows, columns])], rates);
      const tolerance = REFERENCE_DIGITS + roundingTolerance((step + 1) * 5 * ROUNDINGS);
      assertClose(kernel.variable.dataSync(), after, tolerance, `step ${step}`);
    });
  });
}

test('the rate of averaged SGD decreases with the steps, one step behind the schedule', () => {
  const parameter = { name: 'p', variable: tf.variable(tf.tensor1d([1])) };
  const optimizer = optimizers.get('asgd')([parameter], { momentum: 0, weight_decay: 0, decay_on: 'all' });
  const [count, eta] = optimizer.slots.map(({ variable }) => variable);
  // p ← p − rate · λ · p with λ = 1e-4; the next rate is 1000 / (1 + λ · 1000 · steps)^0.75.
  const after = [0.9, 0.9 * (1 - 0.1 / 1.1 ** 0.75), 0.9 * (1 - 0.1 / 1.1 ** 0.75) * (1 - 0.1 / 1.2 ** 0.75)];
  for (const [step, value] of after.entries()) {
    optimizer.step([tf.tensor1d([0])], { rate: tf.scalar(1000), momentum: tf.scalar(0) });
    assertClose(parameter.variable.dataSync(), [value], roundingTolerance((step + 1) * ROUNDINGS), `step ${step}`);
    assert.equal(count.dataSync()[0], step + 1);
    const next = 1000 / (1.1 + 0.1 * step) ** 0.75;
    assert.ok(Math.abs(eta.dataSync()[0] - next) < 1e-6 * next, `${eta.dataSync()[0]}`);
  }
});

test('the names of the optimizers’ state are unchanged, so that old runs open', () => {
  const parameters = ['w', 'b'].map((name) => ({ name, variable: tf.variable(tf.tensor1d([1, 2])) }));
  const each = (...kinds: string[]) => kinds.flatMap((kind) => parameters.map(({ name }) => `${name}.${kind}`));
  const names: Readonly<Record<string, readonly string[]>> = {
    sgd: each('velocity'),
    sgd_nesterov: each('velocity'),
    adam: ['step', ...each('mean', 'square')],
    amsgrad: ['step', ...each('mean', 'square', 'largest')],
    adamw: ['step', ...each('mean', 'square')],
    adadelta: each('square', 'moved'),
    adagrad: each('sum'),
    asgd: ['step', 'eta'],
    muon: ['step', ...each('mean', 'square')],
  };
  for (const name of optimizers.ours) {
    const { slots } = optimizers.get(name)(parameters, { momentum: 0.9, weight_decay: 0, decay_on: 'all' });
    assert.deepEqual(
      slots.map((slot) => slot.name),
      names[name],
      name,
    );
  }
  assert.deepEqual(optimizers.get('sgd')(parameters, { momentum: 0, weight_decay: 0, decay_on: 'all' }).slots, []);
});

test('a large weight, whose penalty is compiled in a captured step, is updated as in eager mode', () => {
  const moved = (['eager', 'captured'] as const).map((mode) => {
    const parameter = { name: 'p', variable: tf.variable(tf.randomNormal([512, 512], 0, 1, 'float32', 1)) };
    const optimizer = optimizers.get('sgd_nesterov')([parameter], {
      momentum: 0.9,
      weight_decay: 0.1,
      decay_on: 'all',
    });
    const step = (gradient: Tensor, rate: Tensor, momentum: Tensor) => {
      optimizer.step([gradient], { rate, momentum });
      return [tf.sum(gradient)];
    };
    const variables = [parameter, ...optimizer.slots].map(({ variable }) => variable);
    const program = new Program(variables, { step }, { mode, onNotice: assert.fail });
    const gradient = tf.randomNormal([512, 512], 0, 1, 'float32', 2);
    for (let i = 0; i < 3; i++) program.run('step', [gradient, tf.scalar(0.1), tf.scalar(0.9)]);
    program.pull();
    return parameter.variable;
  });
  assertClose(moved[1].dataSync(), moved[0].dataSync(), roundingTolerance(3 * ROUNDINGS), 'weights');
});
