import { InputError } from '../errors';
import { fromTexts, type Hyperparameters, INCIDENTAL, KEYS } from '../training/hyperparameters';
import { STUDY_KEYS, type StudyDefinition } from '../tuning/definition';
import type { ExecutorOf } from '../tuning/executors/executor';
import { localProcesses } from '../tuning/executors/local';
import { inProcess } from '../tuning/executors/process';
import { SLURM_KEYS, slurm } from '../tuning/executors/slurm';
import { parseDimension } from '../tuning/notation';
import type { Space } from '../tuning/space';
import { hasStudy, readRecord } from '../tuning/store';
import { oneOf } from './command';

/** The keys of a training that a study takes, each with one value or with several to search. */
export const DEFINITION_KEYS = Object.keys(KEYS).filter((key) => key === 'path' || !INCIDENTAL.includes(key));
/** Where the trials run. */
export const EXECUTOR_KEYS = ['executor', 'workers', ...SLURM_KEYS];

/**
 * The study that the arguments define. What they leave out stays as it is in the study that stands in the folder, so
 * that `name=my_study` alone goes on and `name=my_study trials=40` adds to it.
 */
export function definitionOf(values: ReadonlyMap<string, string>, folder: string): StudyDefinition {
  const before = hasStudy(folder) ? readRecord(folder).definition : undefined;
  const space: Record<string, unknown> = { ...before?.space };
  let base: Partial<Hyperparameters> = { ...before?.base };
  for (const key of DEFINITION_KEYS) {
    const text = values.get(key);
    if (text === undefined) continue;
    const { option } = KEYS[key];
    const free = key === 'dataset' || key === 'path'; // which may hold any character
    const dimension = free ? undefined : parseDimension(key, text);
    if (!dimension || (dimension.kind === 'choice' && dimension.values.length === 1 && !dimension.where)) {
      delete space[option];
      base = { ...base, ...fromTexts(new Map([[key, text]])) };
    } else space[option] = dimension;
  }
  const options = Object.entries(STUDY_KEYS).map(([key, { option, default: fallback }]) => {
    const text = values.get(key);
    if (text === undefined) return [option, before?.[option]];
    const numeric = typeof fallback === 'number' && text.trim() !== '' && !Number.isNaN(Number(text));
    return [option, numeric ? Number(text) : text];
  });
  return { ...Object.fromEntries(options), name: values.get('name')!, space: space as Space, base };
}

/** @throws {InputError} for an unknown executor, or a key that belongs to another one */
export function executorOf(values: ReadonlyMap<string, string>): ExecutorOf {
  const executor = oneOf(values, 'executor', ['process', 'local', 'slurm']) ?? 'process';
  const workers = whole(values, 'workers');
  if (executor === 'slurm') {
    const limits = SLURM_KEYS.map((key) => [key, values.get(key)]);
    return slurm({ ...(workers === undefined ? {} : { workers }), ...Object.fromEntries(limits) });
  }
  const stray = [...SLURM_KEYS, ...(executor === 'process' ? ['workers'] : [])].find((key) => values.has(key));
  if (stray)
    throw new InputError(stray, values.get(stray), `needs executor=${stray === 'workers' ? 'local' : 'slurm'}`);
  return executor === 'local' ? localProcesses({ workers }) : inProcess();
}

function whole(values: ReadonlyMap<string, string>, key: string): number | undefined {
  const text = values.get(key);
  if (text !== undefined && !/^[1-9]\d*$/.test(text)) throw new InputError(key, text, 'must be an integer ≥ 1');
  return text === undefined ? undefined : Number(text);
}
