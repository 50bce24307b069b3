import type { StoredNumbers } from './numbers';

/** An open PyTorch checkpoint: the pickled value, in which tensors are views of storages, and the storages. */
export interface Checkpoint {
  readonly value: unknown;
  /**
   * Reads storages.
   * @param keys keys of the storages
   * @throws {InputError} if a storage is truncated or damaged
   */
  storages(keys: ReadonlySet<string>): Promise<StoredNumbers>;
}
