import { accuracyText, chosenOn, DAGGER, evaluatedOn, whenTrained } from '../evaluation/describe';
import type { SettingGroup } from '../evaluation/groups';
import { averagedClasses, type Evaluation, isOptimistic } from '../evaluation/metrics';
import type { Pair } from '../evaluation/pairs';
import { spread } from '../evaluation/statistics';
import { balancedAccuracy } from '../training/selection-metrics/balanced-accuracy';
import type { TableRow } from './save-table';

/** A run's evaluation with the name of the run. */
export interface NamedEvaluation {
  readonly name: string;
  readonly evaluation: Evaluation;
}

/** One row per run: accuracies with their 95 % intervals, and a dagger if the split has selected the weights. */
export function resultsTable(runs: readonly NamedEvaluation[]): TableRow[] {
  return runs.map(({ name, evaluation }) => ({
    Run: name,
    Split: evaluatedOn(evaluation),
    n: evaluation.n,
    Crops: evaluation.crops === 'unknown' ? '–' : evaluation.crops,
    Weights: whenTrained(evaluation) ?? '–',
    'Selected on': chosenOn(evaluation) ?? '–',
    'Top-1': accuracyText(evaluation),
    'Top-2 (%)': evaluation.labels_only ? null : 100 * evaluation.top2,
    'Loss (nats)': evaluation.labels_only ? null : evaluation.loss,
    'Balanced accuracy (%)': 100 * balancedAccuracy(evaluation.confusion),
    'Macro F1 (%)': 100 * evaluation.f1.macro,
  }));
}

/**
 * Mean ± sample deviation over runs that differ only in their seed, one row per setting; daggers as in {@link
 * resultsTable}.
 */
export function spreadTable(groups: readonly SettingGroup<NamedEvaluation>[]): TableRow[] {
  return groups.map(({ setting, runs }) => {
    const over = (value: (evaluation: Evaluation) => number) => {
      const { n, mean, deviation } = spread(runs.map(({ evaluation }) => 100 * value(evaluation)));
      return n > 1 ? `${mean.toFixed(2)} ± ${deviation.toFixed(2)}` : mean.toFixed(2);
    };
    const dagger = runs.some(({ evaluation }) => isOptimistic(evaluation)) ? DAGGER : '';
    return {
      Setting: setting,
      Runs: runs.length,
      'Top-1 (%)': over(({ top1 }) => top1) + dagger,
      'Macro F1 (%)': over(({ f1 }) => f1.macro) + dagger,
    };
  });
}

/** Precision, recall and F1 of each class of the data and their mean, %. */
export function classTable(evaluation: Evaluation): TableRow[] {
  const { classes, precision, recall, f1, confusion, n } = evaluation;
  const images = (name: string) => confusion[classes.indexOf(name)].reduce((sum, count) => sum + count, 0);
  return [...averagedClasses(evaluation), 'macro'].map((name) => ({
    Class: name === 'macro' ? 'Macro mean' : name,
    Images: name === 'macro' ? n : images(name),
    'Precision (%)': 100 * precision[name],
    'Recall (%)': 100 * recall[name],
    'F1 (%)': 100 * f1[name],
  }));
}

/** Differences between runs on the same images, in percentage points, with p adjusted for the number of pairs. */
export function pairsTable(pairs: readonly Pair[]): TableRow[] {
  return pairs.map(({ a, b, difference, onlyA, onlyB, adjusted, significant }) => ({
    A: a,
    B: b,
    'A − B (points)': difference,
    'Only A right': onlyA,
    'Only B right': onlyB,
    'p (McNemar mid-p, Holm)': adjusted < 0.001 ? '< 0.001' : adjusted.toFixed(3),
    Difference: significant ? 'significant' : 'not significant',
  }));
}
