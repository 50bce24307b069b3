import type { Dataset } from '../data/dataset';
import { type Cost, type KnownCosts, measureCost } from '../evaluation/cost';
import type { BoardEntry } from './board';

export interface BoardCostsOptions {
  /** Stops between two classifiers by throwing the signal's reason. */
  readonly signal?: AbortSignal;
  /** Receives the number of measured classifiers. */
  readonly onProgress?: (done: number, of: number) => void;
}

/**
 * Measures what a prediction of each classifier costs, by name. Those that cannot be run here are missing; see
 * {@link measureCost}.
 *
 * @param images to time them on
 */
export async function boardCosts(
  entries: readonly BoardEntry[],
  images: Dataset,
  { signal, onProgress }: BoardCostsOptions = {},
): Promise<Map<string, Cost>> {
  const costs = new Map<string, Cost>();
  const known: KnownCosts = new Map();
  for (const [i, { name, folder }] of entries.entries()) {
    signal?.throwIfAborted();
    const cost = await measureCost(folder, images, known, signal);
    if (cost) costs.set(name, cost);
    onProgress?.(i + 1, entries.length);
  }
  return costs;
}
