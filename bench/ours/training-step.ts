import { EMOTIONS } from '../../lib/data/dataset';
import { type Network, trainable } from '../../lib/models/network';
import { DataType, keyOf, Program, softmaxCrossEntropy, tf } from '../../lib/runtime';
import { hyperparameters } from '../../lib/training/hyperparameters';
import { optimizers } from '../../lib/training/optimizers';
import { grayImages } from '../harness/network';
import type { TypeName } from '../harness/types';

export interface StepOptions {
  readonly mode: 'captured' | 'eager';
  readonly precision: TypeName;
  /** Images per step. */
  readonly batch: number;
}

/**
 * One training step on the same batch, to be repeated: forward with dropout, backward, SGD with Nesterov momentum and
 * weight decay. It returns the loss.
 */
export function trainingStep(network: Network, { mode, precision, batch }: StepOptions): () => number {
  const trained = trainable(network);
  const weights = trained.map(({ variable }) => variable);
  const optimizer = optimizers.get('sgd_nesterov')(trained, hyperparameters({ name: 'bench' }));
  const program = new Program(
    [...network.parameters, ...optimizer.slots].map(({ variable }) => variable),
    {
      train: (x, targets, key, rate, momentum) => {
        const { value, grads } = tf.variableGrads(() => {
          const logits = network.forward(x, { training: true, key }, DataType[precision]);
          return tf.mean(softmaxCrossEntropy(logits, targets)).asScalar();
        }, weights);
        optimizer.step(
          weights.map(({ name }) => grads[name]),
          { rate, momentum },
        );
        return [value];
      },
    },
    { mode },
  );
  const x = inputs(network, batch);
  const classes = EMOTIONS.length;
  const labels = Int32Array.from({ length: batch }, (_, i) => i % classes);
  const targets = tf.cast(tf.oneHot(tf.tensor1d(labels), classes), 'float32');
  let steps = 0;
  return () => {
    const key = tf.tensor1d(keyOf(0, 0, steps++));
    const [rate, momentum] = [tf.scalar(0.01), tf.scalar(0.9)];
    const [loss] = program.run('train', [x, targets, key, rate, momentum]);
    const value = loss.dataSync()[0];
    tf.dispose([loss, key, rate, momentum]);
    if (!Number.isFinite(value)) throw new Error('the loss is not finite');
    return value;
  };
}

/** The first images as a network receives them, `[batch, size, size, 1]`, 0–1. */
export function inputs(network: Network, batch: number) {
  const [size] = network.inputShape;
  const gray = Float32Array.from(grayImages(batch, size), (value) => value / 255);
  return tf.tensor(gray, [batch, size, size, 1], 'float32');
}
