import { evaluationCrops } from '../data/augment/view-crops';
import { type Views, viewsOf } from '../data/views';
import { type Tensor, tf } from '../runtime';
import type { ComputeType, Network } from './network';

/**
 * Logits of whole images, averaged over the views of each image.
 *
 * @param images `[n, 48, 48, 1]`, uint8
 * @returns `[n, classes]`, float32
 */
export function viewLogits(network: Network, images: Tensor, views: Views, compute: ComputeType): Tensor {
  const logits = network.forward(evaluationCrops(images, views), { training: false }, compute);
  return tf.mean(tf.reshape(logits, [viewsOf(views).length, images.shape[0], -1]), 0);
}
