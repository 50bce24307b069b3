import { readNetwork } from './described-network';
import { type Hyperparameters, hyperparameters } from './hyperparameters';
import { readSettings, runFolder } from './run-folder';

/**
 * The settings to resume a run with: its own, except for those that are given, such as a larger `n_epochs`. `train`
 * reports a given one that must not change.
 *
 * @param path folder of the run @default `outputs/NAME`
 * @throws {InputError} if there is no such run, or a given value is invalid
 * @example
 * const settings = training.resumedSettings({ name: 'my_vgg', n_epochs: 60 });
 * await training.train(settings, { data, restore: 'last' });
 */
export function resumedSettings(
  given: Partial<Hyperparameters> & Pick<Hyperparameters, 'name'>,
  path?: string,
): Hyperparameters {
  const folder = runFolder(given.name, path);
  const { options } = readSettings(folder);
  return hyperparameters({ ...options, ...given }, { described: readNetwork(folder)?.network });
}
