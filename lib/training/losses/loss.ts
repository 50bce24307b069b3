import type { Tensor } from '../../runtime';

/**
 * A loss: training minimises its mean, and validation reports it.
 *
 * @param logits `[n, 7]`
 * @param targets shares of the emotions, rows sum to 1, `[n, 7]`
 * @returns the loss of each image, `[n]`
 */
export type Loss = (logits: Tensor, targets: Tensor) => Tensor;
