import type { Split } from '../data/dataset';
import type { Views } from '../data/views';
import type { Hyperparameters, Protocol } from './hyperparameters';

/** The split on which the best epoch is selected, which therefore cannot report its accuracy. */
export function selectionSplit(protocol: Protocol): Split {
  return protocol === 'challenge' ? 'PublicTest' : 'PrivateTest';
}

/** The split that is not used until the end. */
export function reportSplit(protocol: Protocol): Split {
  return protocol === 'challenge' ? 'PrivateTest' : 'PublicTest';
}

/** The splits that the network is fitted to. */
export function fittedSplits({ fit, protocol }: Pick<Hyperparameters, 'fit' | 'protocol'>): Split[] {
  return fit === 'training' ? ['Training'] : ['Training', selectionSplit(protocol)];
}

/** The views of an image with which an epoch is validated: ten if it trains on ten crops, else the center crop. */
export function validationViews({ crops }: Pick<Hyperparameters, 'crops'>): Views {
  return crops === 'ten' ? 'ten' : 'center';
}
