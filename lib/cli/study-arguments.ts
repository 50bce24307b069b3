import { InputError } from '../core/errors';
import { documented } from '../core/help';
import { choice, integer, type Key, type Keys, optional, picked, text, type ValuesOf } from '../core/keys';
import { HYPERPARAMETERS, type Hyperparameters, INCIDENTAL, KEYS } from '../training/hyperparameters';
import { STUDY_KEYS, type StudyDefinition } from '../tuning/definition';
import type { ExecutorOf } from '../tuning/executors/executor';
import { localProcesses } from '../tuning/executors/local';
import { inProcess } from '../tuning/executors/process';
import { SLURM_KEYS, slurm } from '../tuning/executors/slurm';
import { parseDimension } from '../tuning/notation';
import type { Space } from '../tuning/space';
import { hasStudy, readRecord } from '../tuning/store';

const sbatch = optional(text(undefined, "as sbatch's option"), "sbatch's");

/** Keys that select where trials run. */
export const EXECUTOR_KEYS = documented(__filename, {
  /** Where trials run: in this process, in processes of this machine, or as tasks of a Slurm job array. */
  executor: choice(['process', 'local', 'slurm'], 'process'),
  /** Number of local processes, or of Slurm tasks in the queue at once. */
  workers: optional(integer(undefined, 1), '2 processes, 100 tasks'),
  /** Slurm partition. */
  partition: { ...sbatch },
  /** Slurm generic resources of a task, such as gpu:1. */
  gres: { ...sbatch },
  /** Slurm time limit of a task, such as 12:00:00; two minutes before, it saves a checkpoint and is requeued. */
  time: { ...sbatch },
  /** Memory of a Slurm task, such as 16G. */
  mem: { ...sbatch },
  /** Cores of a Slurm task. */
  cpus: { ...sbatch },
  /** Slurm account. */
  account: { ...sbatch },
  /** Slurm quality of service. */
  qos: { ...sbatch },
  /** Slurm constraint on nodes. */
  constraint: { ...sbatch },
});

const searched = Object.entries(HYPERPARAMETERS).filter(([name]) => name === 'path' || !INCIDENTAL.includes(name));

/**
 * The keys of a training that a study accepts, each with one value or several to search. They are checked with the
 * study.
 */
export const SEARCH_KEYS: Readonly<Record<string, Key<string | undefined>>> = Object.fromEntries(
  searched.map(([name, key]) => [name, searchKey(key)]),
);

/** Accepts a search-space dimension instead of a value. */
function searchKey(key: Key<unknown>): Key<string | undefined> {
  const fallback = key.default === '' ? 'empty' : String(key.default);
  return { ...optional(key as Key<string>, fallback), check: () => undefined, parse: (given) => given };
}

/** The arguments of `npm run tune`. */
export type StudyArguments = Partial<ValuesOf<typeof STUDY_KEYS & Keys>>;

/**
 * The study that the arguments define. Missing keys are taken from an existing study in the folder, so that
 * `name=my_study` alone resumes it and `name=my_study trials=40` extends it.
 */
export function definitionOf(name: string, given: StudyArguments, folder: string): StudyDefinition {
  const before = hasStudy(folder) ? readRecord(folder).definition : undefined;
  const space: Record<string, unknown> = { ...before?.space };
  let base: Partial<Hyperparameters> = { ...before?.base };
  for (const key of Object.keys(SEARCH_KEYS)) {
    const text = given[key] as string | undefined;
    if (text === undefined) continue;
    const free = key === 'dataset' || key === 'path'; // may contain any character
    const dimension = free ? undefined : parseDimension(key, text);
    if (!dimension || (dimension.kind === 'choice' && dimension.values.length === 1 && !dimension.where)) {
      delete space[key];
      base = { ...base, [key]: KEYS[key].parse(text) };
    } else space[key] = dimension;
  }
  return { ...before, ...picked(STUDY_KEYS, given), name, space: space as Space, base };
}

/** @throws {InputError} for a key that belongs to another executor */
export function executorOf(values: ValuesOf<typeof EXECUTOR_KEYS>): ExecutorOf {
  const { executor, workers } = values;
  const limits = Object.fromEntries(SLURM_KEYS.map((key) => [key, values[key]]));
  if (executor === 'slurm') return slurm({ ...(workers === undefined ? {} : { workers }), ...limits });
  const stray = SLURM_KEYS.find((key) => values[key] !== undefined);
  if (stray) throw new InputError(stray, values[stray], 'needs executor=slurm');
  if (executor === 'local') return localProcesses({ workers });
  if (workers !== undefined) throw new InputError('workers', workers, 'needs executor=local');
  return inProcess();
}
