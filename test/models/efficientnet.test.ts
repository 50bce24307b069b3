import assert from 'node:assert/strict';
import { test } from 'node:test';
import { efficientnet } from '../../lib/models/efficientnet';
import { type ComputeType, type Network, trainable } from '../../lib/models/network';
import { summary } from '../../lib/models/network-summary';
import { buildNetwork } from '../../lib/models/registry';
import { DataType, keyOf, Program, softmaxCrossEntropy, type Tensor, tf } from '../../lib/runtime';
import { optimizers } from '../../lib/training/optimizers';
import { bfloat16Skip } from '../instruction-sets';
import { noise } from '../noise';
import { assertClose, effectOf, networkTolerance, REFERENCE_DIGITS, rounded } from '../rounding';
import reference from './efficientnet_reference.json';
import { PAPER } from './paper';

const BATCH = 4;
/** The longest sum: the gradient of a filter on the stem's output, over the pixels of a batch. */
const SUMMANDS = BATCH * 20 * 20;

/** A change of weights; `number` counts a network's parameters. */
type Change = (weights: Tensor, number: number) => Tensor;
const asRounded: Change = (weights, number) => rounded(weights, SUMMANDS, number);
const RATES = { rate: tf.scalar(0.001), momentum: tf.scalar(0.9) };
const targets = tf.cast(tf.oneHot(tf.tensor1d([0, 1, 2, 3], 'int32'), 7), 'float32');
const x = tf.add(noise([BATCH, 40, 40, 1], 0.5, 1000), 0.5);
const key = tf.tensor1d(keyOf(0, 1, 0));

/** Weights by the formula that efficientnet_reference.py also follows. */
function filled(variant: 'b0' | 'b3', change: Change): Network {
  const network = efficientnet({ ...PAPER, drop: 0, dropPath: 0, seed: 0, variant });
  trainable(network).forEach(({ name, variable, torchAxes }, number) => {
    const shape = variable.shape;
    const fanIn = shape.reduce((a, b) => a * b, 1) / shape[torchAxes.indexOf(0)];
    const bound = shape.length === 1 ? 0.2 : Math.sqrt(3 / fanIn);
    const center = /(^|\.)bn\d\.weight$/.test(name) ? 1 : 0;
    variable.assign(change(tf.add(noise(shape, bound, number), center), number));
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

/** The outputs of some training steps: vectors by type and, for gradients and statistics, by parameter. */
type Outputs = Record<
  'losses' | 'logits' | 'gradients' | 'statistics' | 'inference',
  Record<string, ArrayLike<number>>
>;

function trained(variant: 'b0' | 'b3', change: Change): Outputs {
  const network = filled(variant, change);
  const parameters = trainable(network);
  const optimizer = optimizers.get('sgd_nesterov')(parameters, { momentum: 0.9, weight_decay: 1e-4, decay_on: 'all' });
  const losses: number[] = [];
  const first: Partial<Outputs> = {};
  for (const step of reference[variant].losses.keys()) {
    const { loss, gradients, logits } = learn(network);
    losses.push(loss.dataSync()[0]);
    if (step === 0) {
      const statistics = network.parameters.filter((parameter) => !parameter.trainable);
      first.logits = { logits: logits.dataSync() };
      first.gradients = Object.fromEntries(parameters.map(({ name }, i) => [name, sampled(gradients[i])]));
      first.statistics = Object.fromEntries(statistics.map(({ name, variable }) => [name, [normOf(variable)]]));
    }
    optimizer.step(gradients, RATES);
  }
  const inference = { logits: network.forward(x, { training: false }).dataSync() };
  network.dispose();
  return { ...first, losses: { losses }, inference } as Outputs;
}

/** The outputs for which timm's values are stored. */
function referenceOf(variant: 'b0' | 'b3', sizes: ReadonlyMap<string, number>): Partial<Outputs> {
  const known = reference[variant];
  const outputs = {
    losses: { losses: known.losses },
    logits: { logits: known.logits },
    inference: { logits: known.inference },
  };
  if (!('gradients' in known)) return outputs;
  const gradients = Object.entries(known.gradients).map(([name, [norm, ...values]]) => {
    return [name, measured(norm, values, sizes.get(name)!)];
  });
  const statistics = Object.entries(known.statistics).map(([name, norm]) => [name, [norm]]);
  return { ...outputs, gradients: Object.fromEntries(gradients), statistics: Object.fromEntries(statistics) };
}

for (const variant of ['b3', 'b0'] as const) {
  test(`EfficientNet-${variant} reproduces timm’s logits, gradients and steps`, () => {
    const actual = trained(variant, (weights) => weights);
    const moved = trained(variant, asRounded);
    const network = efficientnet({ ...PAPER, drop: 0, dropPath: 0, seed: 0, variant });
    const sizes = new Map(trainable(network).map(({ name, variable }) => [name, variable.size]));
    network.dispose();
    for (const [what, expected] of Object.entries(referenceOf(variant, sizes))) {
      const group = what as keyof Outputs;
      assert.deepEqual(Object.keys(actual[group]).sort(), Object.keys(expected).sort());
      const effect = effectOf(Object.values(moved[group]), Object.values(actual[group]), SUMMANDS);
      for (const [name, values] of Object.entries(expected)) {
        assertClose(actual[group][name], values, REFERENCE_DIGITS + effect, `${what}: ${name}`);
      }
    }
  });
}

test('the summary counts parameters and multiply-adds like timm', () => {
  for (const variant of ['b3', 'b0'] as const) {
    const network = efficientnet({ ...PAPER, drop: 0, seed: 0, variant });
    const rows = summary(network);
    assert.equal(rows[rows.length - 1].parameters, reference[variant].parameters);
    assert.equal(Math.round(rows[rows.length - 1].megaMultiplyAdds * 1e6), reference[variant].multiply_adds);
    network.dispose();
  }
});

test('parameters have timm’s names and, after permuting axes, timm’s shapes', () => {
  const network = buildNetwork('efn', { ...PAPER, drop: 0, seed: 0 });
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

test('the initial weights follow timm: scaled by fan-out, with zero biases', () => {
  const network = efficientnet({ ...PAPER, drop: 0, seed: 1, variant: 'b0' });
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
const narrow = (dropPath: number) =>
  efficientnet({ ...PAPER, drop: dropPath, dropPath, seed: 0, variant: 'b0', width: 0.25 });

test('a captured step equals the eager one, including drop path and dropout', () => {
  const network = narrow(0.3);
  const step = () => {
    const { loss, gradients } = learn(network);
    return [loss, ...gradients];
  };
  const statistics = network.parameters.filter(({ trainable }) => !trainable);
  const before = statistics.map(({ variable }) => variable.clone());
  // As in `measured`: the bias before a batch norm has no gradient but rounding errors.
  const values = (tensor: Tensor) => [...tensor.dataSync(), 0.01];
  const eagerly = () => {
    const outputs = step().map(values);
    statistics.forEach(({ variable }, i) => {
      variable.assign(before[i]);
    });
    return outputs;
  };
  const eager = eagerly();
  const variables = trainable(network).map(({ variable }) => variable);
  const tolerance = networkTolerance(variables, SUMMANDS, eagerly);
  const program = new Program(
    network.parameters.map(({ variable }) => variable),
    { step },
  );
  const captured = program.run('step', []);
  assert.equal(program.running, 'captured');
  captured.forEach((tensor, i) => {
    assertClose(values(tensor), eager[i], tolerance, `output ${i}`);
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

test('stochastic depth drops whole blocks of some images during training only', () => {
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
for (const type of ['float16', 'bfloat16'] as const) {
  const skip = type === 'bfloat16' && bfloat16Skip;
  test(`${type} gives the logits and the gradient of float32, except for rounding`, { skip }, () => {
    const network = narrow(0);
    const outputs = (compute: ComputeType) => {
      const { logits, gradients } = learn(network, compute);
      return [logits, tf.concat(gradients.map((gradient) => gradient.flatten()))].map((tensor) => tensor.dataSync());
    };
    const variables = trainable(network).map(({ variable }) => variable);
    const single = outputs(DataType.float32);
    const mixed = outputs(DataType[type]);
    for (const [i, what] of ['logits', 'gradient'].entries()) {
      // Weights are rounded and activations; sums are in float32. Chance averages out over so many values.
      const rounding = { type, chance: 1 };
      const tolerance = networkTolerance(variables, 2, () => [outputs(DataType.float32)[i]], rounding);
      assertClose(mixed[i], single[i], tolerance, what);
    }
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

/** A gradient's first, middle and last value, and what {@link measured} adds. */
function sampled(gradient: Tensor): number[] {
  const values = gradient.dataSync();
  const places = [0, Math.floor(values.length / 2), values.length - 1];
  return measured(
    normOf(gradient),
    places.map((i) => values[i]),
    values.length,
  );
}

/**
 * Values of a gradient with its root mean square, and with a number below which errors do not count: the bias before a
 * batch norm has no gradient, and rounding errors are all that is left of it.
 */
function measured(norm: number, values: readonly number[], size: number): number[] {
  return [norm, 0.01].map((whole) => whole / Math.sqrt(size)).concat(values);
}
