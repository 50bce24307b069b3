import { InputError } from '../../core/errors';
import { buildNetwork, type NetworkOptions, networks } from '../registry';
import { compare } from './exchange';
import type { NamedTensor } from './tensor';

/**
 * The network that has most of some tensors, by name and shape.
 *
 * @param shape what the network would be built for
 * @param source what messages call the tensors
 * @returns its name, as `network=` takes it
 * @throws {InputError} where no network has any
 */
export function recognise(
  tensors: ReadonlyMap<string, NamedTensor>,
  shape: Pick<NetworkOptions, 'classes' | 'input_size'>,
  source: string,
): string {
  let best = { name: '', fitting: 0 };
  for (const name of networks.names()) {
    const network = buildNetwork(name, { drop: 0, seed: 0, ...shape });
    try {
      const { fitting } = compare(network, tensors);
      if (fitting > best.fitting) best = { name, fitting };
    } finally {
      network.dispose();
    }
  }
  if (best.fitting > 0) return best.name;
  throw new InputError(source, 'the weights of an unknown network', `must be those of ${networks.names().join(', ')}`);
}
