/** The same training step in tfjs's own high-level interface: `LayersModel.trainOnBatch`. Arguments: images. */
import { tf } from '../../lib/runtime';
import { serve } from '../harness/serve';

const n = Number(process.argv[2]);
/**
 * Weight decay of 1e-4 on every weight, as an L2 penalty because tfjs's optimizers lack decay: its gradient is twice
 * its factor.
 */
const decay = tf.regularizers.l2({ l2: 0.5e-4 });
const decayed = { kernelRegularizer: decay, biasRegularizer: decay };
const model = tf.sequential();
for (const [i, filters] of [64, 64, 128, 128, 256, 256, 512, 512].entries()) {
  const inputShape = i === 0 ? [40, 40, 1] : undefined;
  model.add(tf.layers.conv2d({ filters, kernelSize: 3, padding: 'same', useBias: false, inputShape, ...decayed }));
  model.add(tf.layers.batchNormalization({ betaRegularizer: decay, gammaRegularizer: decay }));
  model.add(tf.layers.activation({ activation: 'relu' }));
  if (i % 2 === 1) model.add(tf.layers.maxPooling2d({ poolSize: 2 }));
}
model.add(tf.layers.flatten());
for (let hidden = 0; hidden < 2; hidden++) {
  model.add(tf.layers.dense({ units: 4096, ...decayed }));
  model.add(tf.layers.dropout({ rate: 0.2 }));
  model.add(tf.layers.activation({ activation: 'relu' }));
}
model.add(tf.layers.dense({ units: 7, ...decayed }));
model.compile({
  optimizer: tf.train.momentum(0.01, 0.9, true),
  loss: (targets, logits) => tf.losses.softmaxCrossEntropy(targets, logits),
});

const x = tf.randomUniform([n, 40, 40, 1], 0, 1, 'float32', 0);
const labels = Int32Array.from({ length: n }, (_, i) => i % 7);
const targets = tf.oneHot(tf.tensor1d(labels), 7);

serve(() => model.trainOnBatch(x, targets), { tfjs: tf.version['tfjs-core'] });
