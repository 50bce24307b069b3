import { isFunction, Kind, type NameOf } from '../../core/kind';
import type { Loss } from './loss';

export type { Loss };

/** Built-in losses, by the values of `loss=`. To add one, add a file and a line here. */
const OURS = {
  cross_entropy: () => (require('./cross-entropy') as typeof import('./cross-entropy')).crossEntropy,
} as const satisfies Readonly<Record<string, () => Loss>>;

/** Name of a loss, or path of a file that exports one. */
export type LossName = NameOf<keyof typeof OURS>;

/** Losses: built-in ones and the user's own. */
export const losses = new Kind<Loss, keyof typeof OURS>({
  key: 'loss',
  ours: OURS,
  is: isFunction<Loss>,
  what: 'a function of logits and targets, both [n, classes], that returns the losses [n]',
});

/**
 * Registers a loss under a name until the process ends.
 * @throws {InputError} for a built-in name
 */
export function defineLoss(name: string, loss: Loss): Loss {
  return losses.define(name, loss);
}
