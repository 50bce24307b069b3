import type { StoredNumbers } from './numbers';

/** A checkpoint of PyTorch that is open: what it pickles, in which tensors are views of storages, and these. */
export interface Checkpoint {
  readonly value: unknown;
  /**
   * The numbers of some storages.
   * @param keys which
   * @throws {InputError} where a storage is cut short or damaged
   */
  storages(keys: ReadonlySet<string>): Promise<StoredNumbers>;
}
