import type { Dataset } from '../data/dataset';
import { resized } from '../data/resize';
import { type Cost, measureCost } from '../evaluation/cost';
import { dataShapeOf } from '../training/data-shape';
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
  for (const [i, { name, folder, settings, evaluation }] of entries.entries()) {
    signal?.throwIfAborted();
    const size = evaluation.cross && settings.run ? dataShapeOf(settings.run).size : images.size;
    const cost = await measureCost(folder, size === images.size ? images : resized(images, size), signal);
    if (cost) costs.set(name, cost);
    onProgress?.(i + 1, entries.length);
  }
  return costs;
}
