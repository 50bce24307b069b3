import type { Split } from '../data/dataset';
import type { Views } from '../data/views';
import type { Hyperparameters, Protocol } from './hyperparameters';

/** The split that selects the best epoch and therefore cannot report its accuracy. */
export function selectionSplit(protocol: Protocol): Split {
  return protocol === 'challenge' ? 'PublicTest' : 'PrivateTest';
}

/** The split that is not used before the final evaluation. */
export function reportSplit(protocol: Protocol): Split {
  return protocol === 'challenge' ? 'PrivateTest' : 'PublicTest';
}

/** The splits that the network is fitted to. */
export function fittedSplits({ fit, protocol }: Pick<Hyperparameters, 'fit' | 'protocol'>): Split[] {
  return fit === 'training' ? ['Training'] : ['Training', selectionSplit(protocol)];
}

/** The views for validation: ten if training uses ten crops, otherwise the center crop. */
export function validationViews({ crops }: Pick<Hyperparameters, 'crops'>): Views {
  return crops === 'ten' ? 'ten' : 'center';
}
