import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dense, flatten } from '../../lib/models/layers';
import { build } from '../../lib/models/network';
import { defineNetwork, networks } from '../../lib/models/registry';
import { DataType, keyOf, Program, tf } from '../../lib/runtime';
import { type Hyperparameters, hyperparameters } from '../../lib/training/hyperparameters';
import { buildModel } from '../../lib/training/trained-model';
import { trainingProgram } from '../../lib/training/training-program';
import { close } from '../evaluation/predictions';
import { easyData } from './small';

defineNetwork('linear', ({ seed }) =>
  build('linear', [40, 40, 1], [flatten('flatten'), dense('lin', { units: 7 })], seed),
);

/** Seven images of each split, one of each class. */
const data = easyData(7, 7);
const targets = Float32Array.from({ length: 21 * 7 }, (_, i) => Number(i % 7 === data.labels[Math.floor(i / 7)]));

/** A program whose network gives every image twice as much of class 0 as of the other six: 2/8, and 1/8 each. */
function constantProgram(changes: Partial<Hyperparameters>, mode: 'eager' | 'captured') {
  const settings = hyperparameters({ name: 'x', network: 'linear', optimizer: 'sgd', momentum: 0, ...changes });
  const model = buildModel(settings, networks.get('linear'), data, DataType.float32, true);
  const [kernel, bias] = model.network.parameters.map(({ variable }) => variable);
  tf.tidy(() => {
    kernel.assign(tf.zerosLike(kernel));
    bias.assign(tf.tensor1d([Math.log(2), 0, 0, 0, 0, 0, 0]));
    for (const { variable } of model.averaged?.parameters ?? []) variable.assign(tf.zerosLike(variable));
  });
  const program = trainingProgram(
    { model, data, targets, compute: DataType.float32, settings },
    { mode, onNotice: assert.fail },
  );
  return { model, program, settings };
}

for (const mode of ['eager', 'captured'] as const) {
  test(`${mode}: images that pad a validation batch count neither in the sums nor in the confusion`, () => {
    const { model, program } = constantProgram({ select_on: 'f1' }, mode);
    // Classes 0, 1 and 2: -ln(2/8) - 2 ln(1/8) = ln 256; the first is correct.
    const { loss, correct, confusion } = program.validate(Int32Array.of(0, 1, 2, 2), 3);
    close([loss, correct], [Math.log(256), 1], 1e-6);
    assert.deepEqual(
      [...confusion!],
      [1, 1, 1, 0, 0, 0, 0].flatMap((count) => [count, 0, 0, 0, 0, 0, 0]),
    );
    program.dispose();
    model.dispose();
  });

  test(`${mode}: a step returns sums, moves the weights and their running mean, and leaves no tensor`, (t) => {
    const freed = t.mock.method(Program.prototype, 'dispose');
    const before = tf.memory().numTensors;
    const { model, program } = constantProgram({ ema: 0.9, weight_decay: 0 }, mode);
    const { loss, correct } = program.train(Int32Array.of(0, 1), {
      key: keyOf(0, 1, 0),
      rates: { rate: 0.5, momentum: 0 },
      steps: 0,
    });
    close([loss, correct], [Math.log(32), 1], 1e-6); // ln 4 + ln 8
    program.pull();
    // Means of p − target: (1/4 − 1/2), (1/8 − 1/2) and 1/8 five times.
    const moved = [Math.log(2) + 1 / 8, 3 / 16, ...Array<number>(5).fill(-1 / 16)];
    close([...model.network.parameters[1].variable.dataSync()], moved, 1e-6);
    // The mean was 0, and has a weight of 1/10 in the first step.
    const mean = moved.map((value) => 0.9 * value);
    close([...model.averaged!.parameters[1].variable.dataSync()], mean, 1e-6);
    assert.equal(program.validate(Int32Array.of(0), 1).confusion, undefined, 'accuracy needs no confusion');
    program.dispose();
    model.dispose();
    assert.equal(tf.memory().numTensors, before);
    assert.equal(freed.mock.callCount(), 1);
  });
}
