import { InputError } from '../core/errors';
import { networks } from '../models/registry';
import { type DescribedNetwork, writeNetwork } from '../training/described-network';
import { type Hyperparameters, KEYS, type KeyName } from '../training/hyperparameters';
import { describeNetwork } from '../training/own-kinds';
import type { TrialPlace } from './store';
import { trialFolder } from './store';

/**
 * Makes kinds defined in this process known to the processes that train the trials: stores the description of a trial's
 * network in the trial's folder. Kinds in files need nothing.
 *
 * @throws {InputError} for an optimizer or another kind that is defined only in this process, and for a network with
 * layers that cannot be described
 */
export function shareKinds({ folder, record, data }: TrialPlace): void {
  const described = new Map<string, DescribedNetwork | undefined>();
  for (const { number, settings } of record.trials) {
    for (const { key, name } of definedHere(settings)) {
      const id = JSON.stringify([name, settings.drop, settings.input_size]);
      if (key === 'network' && !described.has(id))
        described.set(id, describeNetwork(settings, networks.get(name), data));
      const network = key === 'network' ? described.get(id) : undefined;
      if (!network) throw notShareable(key, name);
      writeNetwork(trialFolder(folder, number), network);
    }
  }
}

function definedHere(settings: Hyperparameters): { key: string; name: string }[] {
  return Object.entries(KEYS).flatMap(([key, { kind }]) => {
    const name = settings[key as KeyName] as string;
    return kind?.origin(name) === 'process' ? [{ key, name }] : [];
  });
}

function notShareable(key: string, name: string): InputError {
  const way = `put it into a file, for example ${key}=./${name}.ts, or use executor=process`;
  return new InputError(key, name, `is defined only in this process, not in those of the trials: ${way}`);
}
