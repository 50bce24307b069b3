import { evaluationCrops } from '../data/augment/view-crops';
import type { Views } from '../data/views';
import { type Tensor, tf } from '../runtime';
import type { ComputeType, Network } from './network';
import { inputSize } from './sizes';

/**
 * Logits of whole images, averaged over the views of each image.
 *
 * @param images `[n, size, size, 1]`, uint8
 * @returns `[n, classes]`, float32
 */
export function viewLogits(network: Network, images: Tensor, views: Views, compute: ComputeType): Tensor {
  const crops = evaluationCrops(images, views, inputSize(network)); // [views · n, input size, input size, 1]
  const logits = network.forward(crops, { training: false }, compute);
  return tf.mean(tf.reshape(logits, [crops.shape[0] / images.shape[0], images.shape[0], -1]), 0);
}
