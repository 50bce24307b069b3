import assert from 'node:assert/strict';
import { test } from 'node:test';
import { trainable } from '../../lib/models/network';
import { networkSummary } from '../../lib/models/network-summary';
import { vgg } from '../../lib/models/vgg';
import { softmaxCrossEntropy, type Tensor, tf, type Variable } from '../../lib/runtime';
import { optimizers } from '../../lib/training/optimizers';
import { noise } from '../noise';
import { assertClose, effectOf, REFERENCE_DIGITS, rounded } from '../rounding';
import { PAPER } from './paper';
import reference from './vgg_reference.json';

const BATCH = 4;
/** The longest sum: the gradient of conv1b's filter, over the pixels of a batch. */
const SUMMANDS = BATCH * 40 * 40;

type Outputs = Record<'losses' | 'logits' | 'gradients' | 'statistics' | 'inference', ArrayLike<number>>;

test('the VGG reproduces PyTorch’s loss, gradients and steps', () => {
  const actual = trained((weights) => weights);
  const moved = trained((weights, number) => rounded(weights, SUMMANDS, number));
  const expected: Outputs = {
    ...reference,
    gradients: reference.gradient_norms,
    statistics: reference.statistics_norms,
  };
  for (const what of ['losses', 'logits', 'gradients', 'statistics', 'inference'] as const) {
    const tolerance = REFERENCE_DIGITS + effectOf([moved[what]], [actual[what]], SUMMANDS);
    assertClose(actual[what], expected[what], tolerance, what);
  }
});

/** Some steps of training from weights by the formula that vgg_reference.py also follows, after a change. */
function trained(change: (weights: Tensor, number: number) => Tensor): Outputs {
  const network = vgg({ ...PAPER, drop: 0, seed: 0 });
  let lastBound = 0;
  let number = 0;
  for (const { name, variable } of trainable(network)) {
    if (name.startsWith('bn')) continue;
    const fanIn = variable.shape.slice(0, -1).reduce((a, b) => a * b, 1);
    const bound = name.endsWith('.bias') ? lastBound : 1 / Math.sqrt(fanIn);
    variable.assign(change(noise(variable.shape, bound, number), number++));
    lastBound = bound;
  }
  const x = tf.add(noise([BATCH, 40, 40, 1], 0.5, 20), 0.5);
  const targets = tf.cast(tf.oneHot(tf.tensor1d([0, 1, 2, 3], 'int32'), 7), 'float32');
  const trained = trainable(network);
  const optimizer = optimizers.get('sgd_nesterov')(trained, { momentum: 0.9, weight_decay: 1e-4, decay_on: 'all' });
  const variables = trained.map(({ variable }) => variable);

  const losses: number[] = [];
  const first: Partial<Outputs> = {};
  for (const step of reference.losses.keys()) {
    let logits: Tensor | undefined;
    const { value, grads } = tf.variableGrads(() => {
      logits = tf.keep(network.forward(x, { training: true, key: tf.tensor1d([0, 0], 'int32') }));
      return tf.mean(softmaxCrossEntropy(logits, targets)).asScalar();
    }, variables);
    losses.push(value.dataSync()[0]);
    if (step === 0) {
      first.logits = logits!.dataSync();
      first.gradients = norms(variables.map(({ name }) => grads[name]));
      const statistics = network.parameters.filter((parameter) => !parameter.trainable);
      first.statistics = norms(statistics.map(({ variable }) => variable));
    }
    optimizer.step(
      variables.map(({ name }) => grads[name]),
      { rate: tf.scalar(0.01), momentum: tf.scalar(0.9) },
    );
  }
  const inference = network.forward(x, { training: false }).dataSync();
  network.dispose();
  return { ...first, losses, inference } as Outputs;
}

test('the summary counts the paper’s network', () => {
  const rows = networkSummary('vgg', PAPER);
  const sum = rows[rows.length - 1];
  // By hand: convolutions 9·(1·64 + 64·64 + 64·128 + … + 512·512), batch norms 2·1920, dense layers with biases.
  const convolutions = 9 * (64 + 64 * 64 + 64 * 128 + 128 * 128 + 128 * 256 + 256 * 256 + 256 * 512 + 512 * 512);
  const dense = 2048 * 4096 + 4096 + 4096 * 4096 + 4096 + 4096 * 7 + 7;
  assert.equal(sum.parameters, convolutions + 2 * 1920 + dense);
  assert.equal(rows.find(({ layer }) => layer === 'pool4')?.output, '2×2×512');
});

function norms(tensors: readonly (Tensor | Variable)[]): Float32Array {
  return Float32Array.from(tensors, (tensor) => tf.norm(tensor.flatten()).dataSync()[0]);
}
