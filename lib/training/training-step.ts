import { augment } from '../data/augment/augment';
import { augmentations } from '../data/augment/augmentations';
import { mixed } from '../data/augment/mix';
import { type ComputeType, trainable } from '../models/network';
import { inputSize } from '../models/sizes';
import { type Tensor, tf } from '../runtime';
import { clipped } from './clip';
import type { DeviceData } from './device-data';
import type { Hyperparameters } from './hyperparameters';
import { losses } from './losses';
import { hits, sums, weightedMean } from './step-sums';
import type { Model } from './trained-model';

/** The parts of a training step. */
export interface StepParts {
  readonly model: Model;
  readonly data: DeviceData;
  /** Weight of each class in the loss, `[classes]`. @default the same for all */
  readonly classWeights?: Float32Array;
  readonly compute: ComputeType;
  readonly settings: Hyperparameters;
}

/** Inputs of a training step. */
export interface StepInputs {
  /** Indices of the images, `[n]`. */
  readonly indices: Tensor;
  /** Key of the step's random numbers. */
  readonly key: Tensor;
  readonly rate: Tensor;
  readonly momentum: Tensor;
  /** How images are mixed, if they are: the mask `[1, crop, crop, 1]` and its mean. */
  readonly mix?: { readonly mask: Tensor; readonly share: Tensor };
}

/** A batch on which gradients are computed. With ten crops per image, each crop is a row. */
interface Batch {
  /** `[n, crop, crop, 1]` */
  readonly images: Tensor;
  /** What the loss compares the logits with, `[n, classes]`. */
  readonly targets: Tensor;
  /** The given labels, which count as correct, `[n, classes]`. */
  readonly labels: Tensor;
}

/** Loss, gradients and hits of a batch. */
interface Gradients {
  readonly loss: Tensor;
  /** Gradients of the trained parameters, in their order. */
  readonly gradients: readonly Tensor[];
  /** Mean of the hits. */
  readonly accuracy: Tensor;
}

/**
 * A training step as a function of tensors, which a `Program` records: augments the images, computes gradients and
 * updates the parameters. It returns the sums of the loss and of the correct images, `[2]`; of ten crops per image, the
 * share that is correct.
 */
export function trainingStep(parts: StepParts): (inputs: StepInputs) => Tensor {
  const { model, settings } = parts;
  const { optimizer, lossScale } = model;
  const batchOf = batchMaker(parts);
  const gradientsOf = differentiator(parts);
  return (inputs) => {
    const { indices, key, rate, momentum } = inputs;
    const { loss, gradients, accuracy } = gradientsOf(batchOf(inputs), key);
    lossScale.update(gradients, () => {
      optimizer.step(clipped(gradients, settings.clip_norm), { rate, momentum });
    });
    const n = indices.shape[0];
    return sums(tf.mul(loss, n), tf.mul(accuracy, n));
  };
}

function batchMaker({ model, data, settings }: StepParts): (inputs: StepInputs) => Batch {
  const changes = augmentations.get(settings.augment);
  const crop = inputSize(model.network);
  return ({ indices, key, mix }) => {
    const images = augment(data.images(indices), key, changes, crop, settings.crops);
    const repeats = [images.shape[0] / indices.shape[0], 1];
    const labels = tf.tile(data.labels(indices), repeats);
    const targets = tf.tile(data.targets(indices), repeats);
    if (!mix) return { images, targets, labels };
    return { images: mixed(images, mix.mask), targets: mixed(targets, mix.share), labels };
  };
}

function differentiator({ model, classWeights, compute, settings }: StepParts) {
  const { network, lossScale } = model;
  const lossOf = losses.get(settings.loss);
  const variables = trainable(network).map(({ variable }) => variable);
  return ({ images, targets, labels }: Batch, key: Tensor): Gradients => {
    let right: Tensor | undefined;
    try {
      const { value, grads } = tf.variableGrads(() => {
        const logits = network.forward(images, { training: true, key }, compute);
        right = tf.keep(hits(logits, labels)); // kept, so that no tidy frees it
        return lossScale.scaled(weightedMean(lossOf(logits, targets), targets, classWeights)).asScalar();
      }, variables);
      const [loss, ...gradients] = lossScale.unscaled([value, ...variables.map(({ name }) => grads[name])]);
      return { loss, gradients, accuracy: tf.mean(right!) };
    } finally {
      right?.dispose();
    }
  };
}
