import { InputError } from '../errors';

/** The weights that the key `epoch` names. */
export function checkpointOf(epoch: string | undefined): 'best' | 'last' | number {
  if (epoch === undefined || epoch === 'best' || epoch === 'last') return epoch ?? 'best';
  if (!/^\d+$/.test(epoch)) throw new InputError('epoch', epoch, 'must be best, last or an integer ≥ 0');
  return Number(epoch);
}
