import { isFunction, Kind, type NameOf } from '../../core/kind';
import type { Tensor } from '../../runtime';

/**
 * What a training minimises the mean of, and what an epoch is validated by.
 *
 * @param logits `[n, classes]`
 * @param targets shares of the classes, rows sum to 1, `[n, classes]`
 * @returns the loss of each image, `[n]`
 */
export type Loss = (logits: Tensor, targets: Tensor) => Tensor;

/** The losses by the names that `loss=` takes. A further one is a file and a line here. */
const OURS = {
  cross_entropy: () => (require('./cross-entropy') as typeof import('./cross-entropy')).crossEntropy,
} as const satisfies Readonly<Record<string, () => Loss>>;

/** Name of a loss, or path of a file that exports one. */
export type LossName = NameOf<keyof typeof OURS>;

/** Losses: those that come with the project, and the user's own. */
export const losses = new Kind<Loss, keyof typeof OURS>({
  key: 'loss',
  ours: OURS,
  is: isFunction<Loss>,
  what: 'a function of logits and targets, both [n, classes], that gives the losses [n]',
});

/**
 * Makes `loss=name` train by this one until the process ends.
 * @throws {InputError} for a name that comes with the project
 */
export function defineLoss(name: string, loss: Loss): Loss {
  return losses.define(name, loss);
}
