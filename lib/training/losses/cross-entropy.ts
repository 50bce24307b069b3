import { softmaxCrossEntropy } from '../../runtime';
import type { Loss } from './loss';

/** Cross-entropy of the targets and the softmax of the logits, nats. */
export const crossEntropy: Loss = softmaxCrossEntropy;
