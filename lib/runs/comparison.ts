import { InputError } from '../core/errors';
import type { Split } from '../data/dataset';
import { classifierFolder } from '../evaluation/classifiers/place';
import { classifierSettings } from '../evaluation/classifiers/settings';
import { DAGGER, DAGGER_NOTE } from '../evaluation/describe';
import { bySetting, type SettingGroup } from '../evaluation/groups';
import { isOptimistic } from '../evaluation/metrics';
import { comparePairs, type Pair } from '../evaluation/pairs';
import { readEvaluation, type StoredEvaluation } from '../evaluation/stored';
import type { Figure } from '../figures/figure';
import { pairsTable, resultsTable, spreadTable } from '../figures/result-tables';
import type { Results } from '../figures/save-all';
import type { TableRow } from '../figures/save-table';
import { settingAccuracies } from '../figures/setting-accuracies';
import type { Hyperparameters } from '../training/hyperparameters';

/** A classifier with its evaluation. */
export interface ComparedRun extends StoredEvaluation {
  readonly name: string;
  /** Hyperparameters, of runs. */
  readonly options?: Hyperparameters;
}

/** Classifiers that are compared on one split. */
export interface Comparison {
  readonly split: Split;
  readonly runs: readonly ComparedRun[];
  /** Runs that differ only in their seed. */
  readonly groups: readonly SettingGroup<ComparedRun>[];
  /** McNemar's test of each pair; none if it is impossible. */
  readonly pairs: readonly Pair[];
  /** Why there is no test: the runs were evaluated on different images, such as faces drawn with different seeds. */
  readonly untested?: string;
  /** The note that explains †, if a number is marked. */
  readonly note?: string;
}

/**
 * Compares the stored evaluations of runs, imports and ensembles on one split.
 *
 * @param names below `outputs/`, or folders
 * @param split that they were evaluated on @default the first one's report split
 * @throws {InputError} if one of them is missing, or has not been evaluated on the split
 * @example
 * const comparison = compareRuns(['my_vgg', 'other_vgg']);
 * show(comparisonTables(comparison).runs);
 */
export function compareRuns(names: readonly string[], split?: Split): Comparison {
  const found = names.map((name) => {
    const folder = classifierFolder(name);
    const { reported, run } = classifierSettings(folder);
    return { name, folder, reported, options: run?.options };
  });
  const on = split ?? found[0].reported;
  const runs = found.map(({ name, folder, options }) => ({ name, options, ...readEvaluation(folder, on) }));
  const isMarked = runs.some(({ evaluation }) => isOptimistic(evaluation));
  return {
    ...{ split: on, runs, groups: bySetting(runs), ...testPairs(runs) },
    note: isMarked ? DAGGER_NOTE : undefined,
  };
}

function testPairs(runs: readonly ComparedRun[]): Pick<Comparison, 'pairs' | 'untested'> {
  try {
    return { pairs: comparePairs(runs) };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { pairs: [], untested: error.message };
  }
}

/** Tables of a comparison: of the runs; of the settings, if one has several seeds; and of the tests, if there are any. */
export function comparisonTables({ runs, groups, pairs }: Comparison): Record<string, readonly TableRow[]> {
  return {
    runs: resultsTable(runs),
    ...(hasRepeats(groups) ? { settings: spreadTable(groups) } : {}),
    ...(pairs.length > 0 ? { pairs: pairsTable(pairs) } : {}),
  };
}

/** The files of a comparison for `figures.saveAll`; `replaces` names those of an earlier comparison. */
export function comparisonResults(comparison: Comparison): Results & { readonly replaces: readonly string[] } {
  const { split, note } = comparison;
  const tables = Object.entries(comparisonTables(comparison)).map(([name, rows]) => [
    `${name}-${split}`,
    { rows, note },
  ]);
  return {
    tables: Object.fromEntries(tables),
    figures: comparisonFigures(comparison),
    replaces: ['settings', 'pairs'].map((name) => `${name}-${split}`),
  };
}

function comparisonFigures({ split, groups, note }: Comparison): Record<string, Figure> {
  if (!hasRepeats(groups)) return {};
  const dots = groups.map(({ setting, runs }) => ({
    setting: setting.replaceAll(' ', '<br>'),
    accuracies: runs.map((run) => run.evaluation.top1),
  }));
  const title = `${split}${note ? DAGGER : ''}, mean ± deviation over seeds`;
  return { [`settings-${split}`]: settingAccuracies(dots, { title }) };
}

function hasRepeats(groups: Comparison['groups']): boolean {
  return groups.some(({ runs }) => runs.length > 1);
}
