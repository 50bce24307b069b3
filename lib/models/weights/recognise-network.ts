import { InputError } from '../../core/errors';
import { buildNetwork, type NetworkOptions, networks } from '../registry';
import { compare } from './exchange';
import type { NamedTensor } from './tensor';

/**
 * Finds the network with the most matching parameters, by name and shape.
 *
 * @param shape what the network would be built for
 * @param source name of the tensors in messages
 * @returns its name, a value of `network=`
 * @throws {InputError} if every network lacks more than half of its parameters in the file
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
      // Names such as lin.bias occur in many networks.
      const isLikely = 2 * fitting >= network.parameters.length;
      if (isLikely && fitting > best.fitting) best = { name, fitting };
    } finally {
      network.dispose();
    }
  }
  if (best.fitting > 0) return best.name;
  throw new InputError(source, 'the weights of an unknown network', `must be those of ${networks.names().join(', ')}`);
}
