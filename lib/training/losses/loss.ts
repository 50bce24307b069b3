import type { Tensor } from '../../runtime';

/**
 * What a training minimises the mean of, and what an epoch is validated by.
 *
 * @param logits `[n, 7]`
 * @param targets shares of the emotions, rows sum to 1, `[n, 7]`
 * @returns the loss of each image, `[n]`
 */
export type Loss = (logits: Tensor, targets: Tensor) => Tensor;
