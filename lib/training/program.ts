import { augment } from '../data/augment/augment';
import type { AugmentOptions } from '../data/augment/options';
import { count, type Dataset, EMOTIONS, SIZE } from '../data/dataset';
import { type ComputeType, type Network, trainable } from '../models/network';
import { viewLogits } from '../models/views';
import { gather, Program, type ProgramOptions, softmaxCrossEntropy, type Tensor, tf, uint8Tensor } from '../runtime';
import type { Optimizer } from './optimizers/optimizer';
import type { Rates } from './schedules';

/** Sums over some images, from which means follow. */
export interface Sums {
  /** Cross-entropy, nats. */
  readonly loss: number;
  readonly correct: number;
}

/** A network with its optimizer and its data, all inside TensorFlow. */
export interface TrainingProgram {
  /** One step on the images at `indices`. `key` is this step's randomness. */
  train(indices: Int32Array, key: Int32Array, rates: Rates): Sums;
  /** Sums over the images at `indices`, of which the first `counted` count: the rest pads the batch. */
  validate(indices: Int32Array, counted: number): Sums;
  /** Brings weights and optimizer state to their variables. */
  pull(): void;
  /** Hands the variables' values to TensorFlow's graph after they were assigned. */
  push(): void;
  dispose(): void;
}

/** What a {@link TrainingProgram} is made of. */
export interface TrainingParts {
  readonly network: Network;
  readonly optimizer: Optimizer;
  readonly data: Dataset;
  readonly compute: ComputeType;
  readonly augment: AugmentOptions;
}

/** Puts the images on the device once; a step is told indices, a key and a rate, and answers with two sums. */
export function trainingProgram(parts: TrainingParts, options: ProgramOptions): TrainingProgram {
  const { network, optimizer, data, compute } = parts;
  const trained = trainable(network);
  const images = constantVariable(uint8Tensor(data.images, [count(data), SIZE, SIZE, 1]));
  const labels = constantVariable(tf.tensor1d(Int32Array.from(data.labels)));
  const targetsOf = (indices: Tensor) =>
    tf.cast(tf.oneHot(gather(labels, indices).toInt(), EMOTIONS.length), 'float32');

  const train = (indices: Tensor, key: Tensor, rate: Tensor, momentum: Tensor): Tensor[] => {
    const targets = targetsOf(indices);
    const x = augment(gather(images, indices), key, parts.augment);
    let correct: Tensor | undefined;
    const { value, grads } = tf.variableGrads(
      () => {
        const logits = network.forward(x, { training: true, key }, compute);
        correct = tf.keep(hits(logits, targets));
        return tf.mean(softmaxCrossEntropy(logits, targets)).asScalar();
      },
      trained.map(({ variable }) => variable),
    );
    optimizer.step(
      trained.map(({ variable }) => grads[variable.name]),
      { rate, momentum },
    );
    const output = sums(tf.mul(value, indices.shape[0]), tf.sum(correct!));
    tf.dispose(correct!);
    return [output];
  };

  const validate = (indices: Tensor, mask: Tensor): Tensor[] => {
    const targets = targetsOf(indices);
    const logits = viewLogits(network, gather(images, indices), 'center', compute);
    const masked = (values: Tensor) => tf.sum(tf.mul(values, mask));
    return [sums(masked(softmaxCrossEntropy(logits, targets)), masked(hits(logits, targets)))];
  };

  const variables = [...network.parameters, ...optimizer.slots].map(({ variable }) => variable);
  const program = new Program([...variables, images, labels], { train, validate }, options);
  const run = (name: 'train' | 'validate', inputs: Tensor[]): Sums => {
    const [output] = program.run(name, inputs);
    const [loss, correct] = output.dataSync();
    tf.dispose([output, ...inputs]);
    return { loss, correct };
  };
  return {
    train: (indices, key, { rate, momentum }) =>
      run('train', [tf.tensor1d(indices), tf.tensor1d(key), tf.scalar(rate), tf.scalar(momentum)]),
    validate: (indices, counted) => {
      const mask = Float32Array.from(indices, (_, i) => (i < counted ? 1 : 0));
      return run('validate', [tf.tensor1d(indices), tf.tensor1d(mask)]);
    },
    pull: () => program.pull(),
    push: () => program.push(),
    dispose: () => {
      program.dispose();
      tf.dispose([images, labels]);
    },
  };
}

/** 1 where the largest logit is the label's, else 0; `[n]`. */
function hits(logits: Tensor, targets: Tensor): Tensor {
  return tf.cast(tf.equal(tf.argMax(logits, 1), tf.argMax(targets, 1)), 'float32');
}

/** Both in one tensor, so that a step reads back once. */
function sums(loss: Tensor, correct: Tensor): Tensor {
  return tf.stack([loss, correct]);
}

function constantVariable(values: Tensor) {
  const variable = tf.variable(values, false);
  values.dispose();
  return variable;
}
