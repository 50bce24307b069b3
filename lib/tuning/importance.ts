import type { Hyperparameters, KeyName } from '../training/hyperparameters';
import { levelsOf } from './definition';
import { forest, type Leaf, type Sample } from './forest';
import { variedKeys } from './ranking';
import { dimensionOf } from './space';
import type { Study } from './study';
import { bestScore } from './trial-progress';

const TREES = 64;
/** Minimum number of trials for a meaningful forest. */
const FEWEST = 4;

/** The share of the differences between trials that a hyperparameter explains. */
export interface Importance {
  /** The key; `together` is the remainder, due to combinations of hyperparameters. */
  readonly key: string;
  /** Share of the variance, 0–1. */
  readonly share: number;
}

/**
 * Share of the variance of the validation metric (`select_on`) that each hyperparameter explains by itself, over the
 * searched space: functional analysis of variance on a random forest (Hutter, Hoos & Leyton-Brown, 'An efficient approach
 * for assessing hyperparameter importance', 2014). Compares trials after the epochs of the first stage, which all of them have
 * completed. Sorted by share, `together` last; empty if there are too few trials or no differences.
 */
export function importance(study: Study): Importance[] {
  const [epochs] = levelsOf(study.definition);
  const trials = study.trials.filter(({ history, score }) => score !== undefined && history.length >= epochs);
  const keys = variedKeys(study);
  if (trials.length < FEWEST || keys.length === 0) return [];
  const axes = keys.map((key) =>
    places(
      trials.map(({ settings }) => settings[key]),
      study,
      key,
    ),
  );
  const samples = trials.map(({ history }, i): Sample => {
    return { x: axes.map((axis) => axis[i]), y: bestScore(history.slice(0, epochs), study.definition.base.select_on)! };
  });
  const shares = forest(samples, TREES, 0)
    .map((leaves) => explained(leaves, keys.length))
    .filter((tree) => tree !== undefined);
  if (shares.length === 0) return [];
  const means = keys.map((key, k) => ({ key, share: shares.reduce((sum, tree) => sum + tree[k], 0) / shares.length }));
  means.sort((a, b) => b.share - a.share);
  const alone = means.reduce((sum, { share }) => sum + share, 0);
  return [...means, { key: 'together', share: Math.max(0, 1 - alone) }];
}

/** Maps values to [0, 1]: numbers from a range by size, other values evenly spaced. */
function places(values: readonly Hyperparameters[keyof Hyperparameters][], { definition }: Study, key: KeyName) {
  const dimension = dimensionOf(definition.space, key);
  if (dimension?.kind === 'range') {
    const scale = dimension.scale === 'log' ? Math.log : (x: number) => x;
    const [low, high] = [dimension.low, dimension.high].map(scale);
    return values.map((value) => Math.min(1, Math.max(0, (scale(value as number) - low) / (high - low))));
  }
  const distinct = [...new Set(values)].sort((a, b) => (a < b ? -1 : 1));
  return values.map((value) => (distinct.indexOf(value) + 0.5) / distinct.length);
}

/** The share of a tree's variance that each dimension explains alone; undefined for a tree with one value. */
function explained(leaves: readonly Leaf[], dimensions: number): number[] | undefined {
  const volume = ({ low, high }: Leaf, without = -1) =>
    low.reduce((product, from, k) => (k === without ? product : product * (high[k] - from)), 1);
  const mean = leaves.reduce((sum, leaf) => sum + volume(leaf) * leaf.value, 0);
  const variance = leaves.reduce((sum, leaf) => sum + volume(leaf) * (leaf.value - mean) ** 2, 0);
  if (variance === 0) return undefined;
  return Array.from({ length: dimensions }, (_, k) => {
    const cuts = [...new Set(leaves.flatMap(({ low, high }) => [low[k], high[k]]))].sort((a, b) => a - b);
    const parts = cuts.slice(1).map((to, i) => {
      const within = leaves.filter(({ low, high }) => low[k] <= cuts[i] && high[k] >= to);
      const marginal = within.reduce((sum, leaf) => sum + volume(leaf, k) * leaf.value, 0);
      return (to - cuts[i]) * (marginal - mean) ** 2;
    });
    return parts.reduce((sum, part) => sum + part) / variance;
  });
}
