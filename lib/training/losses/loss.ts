import type { Tensor } from '../../runtime';

/**
 * A loss: training minimises its mean, and validation reports it.
 *
 * @param logits `[n, classes]`
 * @param targets shares of the classes, rows sum to 1, `[n, classes]`
 * @returns the loss of each image, `[n]`
 */
export type Loss = (logits: Tensor, targets: Tensor) => Tensor;
