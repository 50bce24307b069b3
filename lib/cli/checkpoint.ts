import { InputError } from '../errors';
import type { WhichWeights } from '../training/resolve-weights';

/** The weights that the key `epoch` names. @throws {InputError} for anything but best, last or an integer ≥ 0 */
export function checkpointOf(epoch: string | undefined): WhichWeights {
  if (epoch === undefined || epoch === 'best' || epoch === 'last') return epoch ?? 'best';
  if (!/^\d+$/.test(epoch)) throw new InputError('epoch', epoch, 'must be best, last or an integer ≥ 0');
  return Number(epoch);
}
