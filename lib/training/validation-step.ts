import type { ComputeType } from '../models/network';
import { viewLogits } from '../models/view-logits';
import { type Tensor, tf } from '../runtime';
import type { DeviceData } from './device-data';
import type { Hyperparameters } from './hyperparameters';
import { losses } from './losses';
import { validationViews } from './protocol';
import { hits, sums } from './step-sums';
import type { Model } from './trained-model';

/** The parts of a validation step. */
export interface ValidationParts {
  readonly model: Model;
  readonly data: DeviceData;
  readonly compute: ComputeType;
  readonly settings: Hyperparameters;
}

/**
 * A validation step as a function of tensors: indices of images `[n]`, and a mask `[n]` that is 0 for padding. It
 * returns the sums of the loss and of the correct images, `[2]`, and, if another metric than accuracy selects the
 * epoch, the images by true (row) and predicted (column) class, `[classes, classes]`.
 */
export function validationStep(parts: ValidationParts): (indices: Tensor, mask: Tensor) => Tensor[] {
  const { model, data, compute, settings } = parts;
  const network = model.averaged ?? model.network;
  const lossOf = losses.get(settings.loss);
  return (indices, mask) => {
    const labels = data.labels(indices);
    const logits = viewLogits(network, data.images(indices), validationViews(settings), compute);
    const masked = (values: Tensor) => tf.sum(tf.mul(values, mask));
    const both = sums(masked(lossOf(logits, labels)), masked(hits(logits, labels)));
    return settings.select_on === 'accuracy' ? [both] : [both, confusionOf(logits, labels, mask)];
  };
}

function confusionOf(logits: Tensor, labels: Tensor, mask: Tensor): Tensor {
  const [, classes] = labels.shape;
  const predicted = tf.cast(tf.oneHot(tf.argMax(logits, 1).toInt(), classes as number), 'float32');
  return tf.matMul(tf.mul(labels, tf.reshape(mask, [-1, 1])), predicted, true, false); // [classes, classes]
}
