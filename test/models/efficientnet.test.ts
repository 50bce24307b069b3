import assert from 'node:assert/strict';
import { test } from 'node:test';
import { efficientnet } from '../../lib/models/efficientnet';
import { type ComputeType, type Network, trainable } from '../../lib/models/network';
import { buildNetwork } from '../../lib/models/registry';
import { summary } from '../../lib/models/summary';
import { DataType, keyOf, Program, softmaxCrossEntropy, type Tensor, tf } from '../../lib/runtime';
import { optimizers } from '../../lib/training/optimizers';
import { noise } from '../noise';
import reference from './efficientnet_reference.json';

const BATCH = 4;
const RATES = { rate: tf.scalar(0.001), momentum: tf.scalar(0.9) };
const targets = tf.cast(tf.oneHot(tf.tensor1d([0, 1, 2, 3], 'int32'), 7), 'float32');
const x = tf.add(noise([BATCH, 40, 40, 1], 0.5, 1000), 0.5);
const key = tf.tensor1d(keyOf(0, 1, 0));

/** Weights by the formula that efficientnet_reference.py also follows. */
function filled(variant: 'b0' | 'b3'): Network {
  const network = efficientnet({ drop: 0, dropPath: 0, seed: 0, variant });
  trainable(network).forEach(({ name, variable, torchAxes }, number) => {
    const shape = variable.shape;
    const fanIn = shape.reduce((a, b) => a * b, 1) / shape[torchAxes.indexOf(0)];
    const bound = shape.length === 1 ? 0.2 : Math.sqrt(3 / fanIn);
    const center = /(^|\.)bn\d\.weight$/.test(name) ? 1 : 0;
    variable.assign(tf.add(noise(shape, bound, number), center));
  });
  return network;
}

/** Loss and gradients of a batch, and the logits that they came from. */
function learn(
  network: Network,
  compute: ComputeType = DataType.float32,
): { loss: Tensor; gradients: Tensor[]; logits: Tensor } {
  let logits: Tensor | undefined;
  const variables = trainable(network).map(({ variable }) => variable);
  const { value, grads } = tf.variableGrads(() => {
    logits = tf.keep(network.forward(x, { training: true, key }, compute));
    return tf.mean(softmaxCrossEntropy(logits, targets)).asScalar();
  }, variables);
  return { loss: value, gradients: variables.map(({ name }) => grads[name]), logits: logits! };
}

for (const variant of ['b3', 'b0'] as const) {
  test(`EfficientNet-${variant} gives the logits, the gradients and the steps of timm`, () => {
    const expected = reference[variant];
    const network = filled(variant);
    const trained = trainable(network);
    const optimizer = optimizers.get('sgd_nesterov')(trained, { momentum: 0.9, weightDecay: 1e-4, decayOn: 'all' });
    expected.losses.forEach((loss, step) => {
      const learned = learn(network);
      close(learned.loss.dataSync(), [loss], `loss of step ${step}`);
      if (step === 0) close(learned.logits.dataSync(), expected.logits, 'logits');
      if (step === 0 && 'gradients' in expected) {
        trained.forEach(({ name }, i) => {
          const known = expected.gradients[name as keyof typeof expected.gradients];
          closeGradient(learned.gradients[i], known, name);
        });
        for (const { name, variable } of network.parameters.filter((parameter) => !parameter.trainable)) {
          close([normOf(variable)], [expected.statistics[name as keyof typeof expected.statistics]], name);
        }
      }
      optimizer.step(learned.gradients, RATES);
    });
    close(network.forward(x, { training: false }).dataSync(), expected.inference, 'inference');
    network.dispose();
  });
}

test('the summary counts parameters and multiply-adds as timm does', () => {
  for (const variant of ['b3', 'b0'] as const) {
    const network = efficientnet({ drop: 0, seed: 0, variant });
    const rows = summary(network);
    assert.equal(rows[rows.length - 1].parameters, reference[variant].parameters);
    assert.equal(Math.round(rows[rows.length - 1].megaMultiplyAdds * 1e6), reference[variant].multiply_adds);
    network.dispose();
  }
});

test('parameters have their names and, by their axes, their shapes in timm', () => {
  const network = buildNetwork('efn', { drop: 0, seed: 0 });
  assert.deepEqual(
    trainable(network).map(({ name }) => name),
    Object.keys(reference.b3.gradients),
  );
  const shapeOf = (wanted: string) => {
    const { variable, torchAxes } = network.parameters.find(({ name }) => name === wanted)!;
    return torchAxes.map((_, axis) => variable.shape[torchAxes.indexOf(axis)]);
  };
  assert.deepEqual(shapeOf('conv_stem.weight'), [40, 3, 3, 3]);
  assert.deepEqual(shapeOf('blocks.2.0.conv_dw.weight'), [192, 1, 5, 5]);
  assert.deepEqual(shapeOf('blocks.0.0.se.conv_reduce.weight'), [10, 40, 1, 1]);
  assert.deepEqual(shapeOf('classifier.weight'), [7, 1536]);
  network.dispose();
});

test('the first weights are those of timm: by the fan-out, and without biases', () => {
  const network = efficientnet({ drop: 0, seed: 1, variant: 'b0' });
  const valuesOf = (wanted: string) => network.parameters.find(({ name }) => name === wanted)!.variable;
  const deviation = (name: string) => tf.sqrt(tf.mean(tf.square(valuesOf(name)))).dataSync()[0];
  assert.ok(Math.abs(deviation('conv_head.weight') / Math.sqrt(2 / 1280) - 1) < 0.01);
  assert.ok(Math.abs(deviation('blocks.5.1.conv_dw.weight') / Math.sqrt(2 / 25) - 1) < 0.02);
  assert.ok(Math.abs(deviation('classifier.weight') / Math.sqrt(1 / 7 / 3) - 1) < 0.02);
  assert.equal(deviation('classifier.bias'), 0);
  assert.equal(deviation('blocks.0.0.se.conv_expand.bias'), 0);
  network.dispose();
});

/** B0 of a quarter of the channels. */
const narrow = (dropPath: number) => efficientnet({ drop: dropPath, dropPath, seed: 0, variant: 'b0', width: 0.25 });

test('a captured step gives the numbers of the eager one, drop path and dropout included', () => {
  const network = narrow(0.3);
  const step = () => {
    const { loss, gradients } = learn(network);
    return [loss, ...gradients];
  };
  const statistics = network.parameters.filter(({ trainable }) => !trainable);
  const before = statistics.map(({ variable }) => variable.clone());
  const eager = step().map((tensor) => tensor.dataSync());
  statistics.forEach(({ variable }, i) => {
    variable.assign(before[i]);
  });
  const program = new Program(
    network.parameters.map(({ variable }) => variable),
    { step },
  );
  const captured = program.run('step', []);
  assert.equal(program.running, 'captured');
  captured.forEach((tensor, i) => {
    close(tensor.dataSync(), Array.from(eager[i]), `output ${i}`);
  });
  const tensors = tf.memory().numTensors;
  const again = program.run('step', []);
  again.forEach((tensor, i) => {
    assert.deepEqual(tensor.dataSync(), captured[i].dataSync()); // to the last bit, on a CPU
  });
  tf.dispose(again);
  assert.equal(tf.memory().numTensors, tensors);
  program.dispose();
  network.dispose();
});

test('stochastic depth drops whole blocks of some images while training, and nothing afterwards', () => {
  const network = narrow(0.5);
  const dropped = (training: boolean) => {
    const images = tf.ones([64, 40, 40, 1]) as Tensor;
    let share = 0;
    const tap = (name: string, output: Tensor) => {
      if (name === 'blocks.5.3.drop_path') share = zeroImages(output);
      return output;
    };
    network.forward(images, { training, key, tap });
    return share;
  };
  // The 15th of 16 blocks: 0.5 · 14 / 16.
  assert.ok(Math.abs(dropped(true) - 0.4375) < 4 * Math.sqrt(0.25 / 64));
  assert.equal(dropped(false), 0);
  network.dispose();
});

// Forty-nine batch norms amplify rounding: PyTorch's autocast to bfloat16 changes the gradient of timm's B0 by 0.23.
for (const [type, lossError, gradientError] of [
  ['float16', 0.01, 0.15],
  ['bfloat16', 0.05, 0.6],
] as const) {
  test(`${type} gives the loss and the gradient of float32, but for its rounding`, () => {
    const network = narrow(0);
    const single = learn(network);
    const mixed = learn(network, DataType[type]);
    const [expected, actual] = [single.loss, mixed.loss].map((loss) => loss.dataSync()[0]);
    assert.ok(Math.abs(actual / expected - 1) < lossError, `loss ${actual} instead of ${expected}`);
    const whole = (gradients: readonly Tensor[]) => tf.concat(gradients.map((gradient) => gradient.flatten()));
    const gradient = whole(single.gradients);
    const error = normOf(tf.sub(whole(mixed.gradients), gradient)) / normOf(gradient);
    assert.ok(error < gradientError, `the gradient differs by ${error}`);
    network.dispose();
  });
}

/** The share of images whose values are all 0. */
function zeroImages(x: Tensor): number {
  return tf.mean(tf.cast(tf.equal(tf.max(tf.abs(x), [1, 2, 3]), 0), 'float32')).dataSync()[0];
}

function normOf(tensor: Tensor): number {
  return tf.norm(tensor.flatten()).dataSync()[0];
}

/** In the measure of the gradient's values. A bias before a batch norm has none: rounding is all that is left of it. */
function closeGradient(gradient: Tensor, [norm, ...sampled]: readonly number[], name: string): void {
  const values = gradient.dataSync();
  const scale = Math.max(norm, 0.01) / Math.sqrt(values.length);
  const places = [0, Math.floor(values.length / 2), values.length - 1];
  close([normOf(gradient) / scale], [norm / scale], `norm of the gradient of ${name}`);
  const inScale = (numbers: readonly number[]) => numbers.map((value) => value / scale);
  close(inScale(places.map((i) => values[i])), inScale(sampled), `gradient of ${name}`);
}

function close(actual: ArrayLike<number>, expected: readonly number[], what: string): void {
  assert.equal(actual.length, expected.length);
  expected.forEach((value, i) => {
    const difference = Math.abs(actual[i] - value) / Math.max(1, Math.abs(value));
    assert.ok(difference < 1e-3, `${what} ${i}: ${actual[i]} instead of ${value}`);
  });
}
