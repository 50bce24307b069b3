import { Kind, records } from '../core/kind';
import { affectnet } from './affectnet';
import { ckplus } from './ckplus';
import type { DatasetSource } from './dataset-source';
import { faces } from './faces/faces-source';
import { fer2013 } from './fer2013';
import { ferplus } from './ferplus-majority';
import { rafdb } from './rafdb';

/** The data sets by the names that `dataset=` takes. A further one is a file and a line here. */
const OURS = { fer2013, ferplus, ckplus, rafdb, affectnet, faces } as const satisfies Readonly<
  Record<string, DatasetSource>
>;

/** Data sets: the built-in ones, and the user's own. */
export const datasetSources = new Kind<DatasetSource, keyof typeof OURS>({
  key: 'dataset',
  ours: records<DatasetSource, keyof typeof OURS>(OURS),
  is: isSource,
  what: 'an object { citation, load }, as DatasetSource says',
});

/**
 * Makes `dataset=name` load this data set until the process ends.
 * @throws {InputError} for a built-in name, and for a record that lacks something
 */
export function defineDataset(name: string, source: DatasetSource): DatasetSource {
  return datasetSources.define(name, source);
}

function isSource(value: unknown): value is DatasetSource {
  const { citation, load } = (value ?? {}) as Partial<Record<keyof DatasetSource, unknown>>;
  return typeof citation === 'string' && typeof load === 'function';
}
