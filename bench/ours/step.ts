/**
 * One training step of the VGG on the same batch, repeated: forward with dropout, backward, SGD with Nesterov momentum
 * and weight decay, reading the loss. Arguments: captured or eager, element type, images, width, steps in a row (1).
 */
import { EMOTIONS } from '../../lib/data/dataset';
import { trainable } from '../../lib/models/network';
import { summary } from '../../lib/models/summary';
import { vgg } from '../../lib/models/vgg';
import { DataType, device, keyOf, Program, softmaxCrossEntropy, tf } from '../../lib/runtime';
import { hyperparameters } from '../../lib/training/hyperparameters';
import { optimizers } from '../../lib/training/optimizers';
import { serve } from '../harness/serve';
import type { TypeName } from '../harness/types';

const [mode, compute, images, width, inARow = '1'] = process.argv.slice(2);
const n = Number(images);
const network = vgg({ drop: 0.2, seed: 0, classes: EMOTIONS, input_size: 40, width: Number(width) });
const trained = trainable(network);
const weights = trained.map(({ variable }) => variable);
const optimizer = optimizers.get('sgd_nesterov')(trained, hyperparameters({ name: 'bench' }));
const program = new Program(
  [...network.parameters, ...optimizer.slots].map(({ variable }) => variable),
  {
    train: (x, targets, key, rate, momentum) => {
      const { value, grads } = tf.variableGrads(() => {
        const logits = network.forward(x, { training: true, key }, DataType[compute as TypeName]);
        return tf.mean(softmaxCrossEntropy(logits, targets)).asScalar();
      }, weights);
      optimizer.step(
        weights.map(({ name }) => grads[name]),
        { rate, momentum },
      );
      return [value];
    },
  },
  { mode: mode as 'captured' | 'eager' },
);

const x = tf.randomUniform([n, ...network.inputShape], 0, 1, 'float32', 0);
const labels = Int32Array.from({ length: n }, (_, i) => i % 7);
const targets = tf.cast(tf.oneHot(tf.tensor1d(labels), 7), 'float32');
let steps = 0;

function step(): void {
  const key = tf.tensor1d(keyOf(0, 0, steps++));
  const [rate, momentum] = [tf.scalar(0.01), tf.scalar(0.9)];
  const [loss] = program.run('train', [x, targets, key, rate, momentum]);
  if (!Number.isFinite(loss.dataSync()[0])) throw new Error('the loss is not finite');
  tf.dispose([loss, key, rate, momentum]);
}

// Forward, gradient by the weights, and gradient by the input, which the first layer does not need.
const layers = summary(network).map(({ megaMultiplyAdds }) => megaMultiplyAdds);
const gflop = (2 * n * (3 * layers[layers.length - 1] - layers[0])) / 1000;
serve(step, { tensorflow: device().tensorflow, device: device().kind, gflop }, Number(inARow));
