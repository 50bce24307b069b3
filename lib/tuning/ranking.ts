import { spread } from '../evaluation/statistics';
import { type Hyperparameters, KEYS, type KeyName } from '../training/hyperparameters';
import { identity } from './candidates';
import type { Searchable } from './space';
import type { Study, Trial } from './study';

/** Trials that differ only in their seed. */
export interface Setting {
  /** The settings with the first seed. */
  readonly settings: Hyperparameters;
  readonly trials: readonly Trial[];
  /** The metric that compares trials (`select_on`), of each on the selection split, 0–1. */
  readonly scores: readonly number[];
  readonly mean: number;
}

/**
 * A study's settings by the mean of the metric that they select on, the best first. Omits settings with a missing or failed
 * repeat.
 */
export function ranking(study: Study): Setting[] {
  const together = new Map<string, Trial[]>();
  for (const trial of study.trials) {
    const id = identity({ ...trial.settings, seed: 0 });
    together.set(id, [...(together.get(id) ?? []), trial]);
  }
  return [...together.values()]
    .filter((trials) => trials.length >= study.definition.seeds)
    .filter((trials) => trials.every(({ score, failed }) => score !== undefined && failed === undefined))
    .map((trials): Setting => {
      const scores = trials.map(({ score }) => score!);
      return { settings: trials[0].settings, trials, scores, mean: spread(scores).mean };
    })
    .sort((a, b) => b.mean - a.mean);
}

/** Accuracies of the trials that share a value of a hyperparameter, and of `series` if given. */
export interface ValueAccuracies {
  readonly setting: string;
  readonly series?: string;
  readonly accuracies: readonly number[];
}

/**
 * The accuracies of a study's trials by the values of one hyperparameter, such as the optimizer, or of two, in the
 * order in which the values first occur. Omits trials without an accuracy.
 */
export function accuraciesBy(study: Study, option: Searchable, series?: Searchable): ValueAccuracies[] {
  const values = new Map<string, { setting: string; series?: string; accuracies: number[] }>();
  for (const { settings, accuracy } of study.trials) {
    const named = { setting: String(settings[option]), ...(series ? { series: String(settings[series]) } : {}) };
    const id = JSON.stringify(named);
    const group = values.get(id) ?? { ...named, accuracies: [] };
    if (accuracy !== undefined) group.accuracies.push(accuracy);
    values.set(id, group);
  }
  return [...values.values()].filter(({ accuracies }) => accuracies.length > 0);
}

/** Keys in which a study's trials differ, including the seed, in the order of the command line. */
export function variedKeys({ trials, definition }: Study): KeyName[] {
  const searched = Object.keys(definition.space);
  const rows = trials.map(({ settings }) => settings);
  return (Object.keys(KEYS) as KeyName[]).filter(
    (key) => key !== 'name' && (searched.includes(key) || rows.some((row) => row[key] !== rows[0][key])),
  );
}

/** Text that distinguishes a trial from the others, such as `lr=0.01 optimizer=sgd`. */
export function label(keys: readonly KeyName[], settings: Hyperparameters): string {
  return keys.map((key) => `${key}=${settings[key]}`).join(' ');
}
