import { InputError } from '../core/errors';
import type { EvaluatedSplit } from '../data/dataset';
import { classifierFolder } from '../evaluation/classifiers/classifier-folder';
import { classifierSettings } from '../evaluation/classifiers/classifier-settings';
import { evaluationFolder } from '../evaluation/cross/cross-folder';
import { CROSS_NOTE, DAGGER, DAGGER_NOTE, evaluatedOn } from '../evaluation/describe';
import { bySetting, type SettingGroup } from '../evaluation/groups';
import { comparePairs, type Pair } from '../evaluation/pairs';
import { evaluatedSplits, readEvaluation, type StoredEvaluation } from '../evaluation/stored';
import type { Figure } from '../figures/figure';
import { pairsTable, resultsTable, spreadTable } from '../figures/result-tables';
import type { Results } from '../figures/save-all';
import type { TableRow } from '../figures/save-table';
import { settingAccuracies } from '../figures/setting-accuracies';
import type { Hyperparameters } from '../training/hyperparameters';
import { isMarked } from './board';

/** A classifier with its evaluation. */
export interface ComparedRun extends StoredEvaluation {
  readonly name: string;
  /** Hyperparameters, of runs. */
  readonly options?: Hyperparameters;
}

/** Classifiers that are compared on one split. */
export interface Comparison {
  readonly split: EvaluatedSplit;
  /** The other data set that runs were evaluated on. */
  readonly dataset?: string;
  readonly runs: readonly ComparedRun[];
  /** Runs that differ only in their seed. */
  readonly groups: readonly SettingGroup<ComparedRun>[];
  /** McNemar's test of each pair; none if it is impossible. */
  readonly pairs: readonly Pair[];
  /** Why there is no test: the runs were evaluated on different images, such as faces drawn with different seeds. */
  readonly untested?: string;
  /** The note that explains the marks of numbers, if there are any. */
  readonly note?: string;
}

/**
 * Compares the stored evaluations of runs, imports and ensembles on one split.
 *
 * @param names below `outputs/`, or folders
 * @param options.split that they were evaluated on @default the first one's report split; on another data set, the
 *   last split that all were evaluated on
 * @param options.dataset data set that they were evaluated on @default their own
 * @throws {InputError} if one of them is missing, or has not been evaluated on the split
 * @example
 * const comparison = compareRuns(['my_vgg', 'other_vgg']);
 * show(comparisonTables(comparison).runs);
 */
export function compareRuns(
  names: readonly string[],
  options: { readonly split?: EvaluatedSplit; readonly dataset?: string } = {},
): Comparison {
  const found = names.map((name) => {
    const own = classifierFolder(name);
    const { reported, run } = classifierSettings(own);
    const folder = evaluationFolder(own, options.dataset);
    return { name, folder, reported: folder === own ? reported : undefined, options: run?.options };
  });
  const foreign = found.find(({ reported }) => reported === undefined);
  const common = evaluatedSplits((foreign ?? found[0]).folder).filter((each) =>
    found.every(({ folder }) => evaluatedSplits(folder).includes(each)),
  );
  const split = options.split ?? (foreign ? (common.at(-1) ?? evaluatedSplits(foreign.folder)[0]) : found[0].reported!);
  const runs = found.map(({ name, folder, options }) => ({ name, options, ...readEvaluation(folder, split) }));
  const dataset = runs.find(({ evaluation }) => evaluation.cross)?.evaluation.cross?.dataset;
  const notes = [...(dataset === undefined ? [] : [CROSS_NOTE]), ...(isMarked(runs) ? [DAGGER_NOTE] : [])];
  return {
    ...{ split, dataset, runs, groups: bySetting(runs), ...testPairs(runs) },
    note: notes.join('; ') || undefined,
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

/**
 * Tables of a comparison: of the runs; of the settings, if one has several seeds; and of the tests, if there are any.
 */
export function comparisonTables({ runs, groups, pairs }: Comparison): Record<string, readonly TableRow[]> {
  return {
    runs: resultsTable(runs),
    ...(hasRepeats(groups) ? { settings: spreadTable(groups) } : {}),
    ...(pairs.length > 0 ? { pairs: pairsTable(pairs) } : {}),
  };
}

/** The files of a comparison for `figures.saveAll`; `replaces` names those of an earlier comparison. */
export function comparisonResults(comparison: Comparison): Results & { readonly replaces: readonly string[] } {
  const suffix = suffixOf(comparison);
  const { note } = comparison;
  const tables = Object.entries(comparisonTables(comparison)).map(([name, rows]) => [
    `${name}-${suffix}`,
    { rows, note },
  ]);
  return {
    tables: Object.fromEntries(tables),
    figures: comparisonFigures(comparison),
    replaces: ['settings', 'pairs'].map((name) => `${name}-${suffix}`),
  };
}

/** How file names say what was compared: `PrivateTest`, or `ckplus-all`. */
function suffixOf({ split, dataset }: Comparison): string {
  return dataset === undefined ? split : `${dataset}-${split}`;
}

function comparisonFigures(comparison: Comparison): Record<string, Figure> {
  const { runs: all, groups } = comparison;
  if (!hasRepeats(groups)) return {};
  const dots = groups.map(({ setting, runs }) => ({
    setting: setting.replaceAll(' ', '<br>'),
    accuracies: runs.map((run) => run.evaluation.top1),
  }));
  const title = `${evaluatedOn(all[0].evaluation)}${isMarked(all) ? DAGGER : ''}, mean ± deviation over seeds`;
  return { [`settings-${suffixOf(comparison)}`]: settingAccuracies(dots, { title }) };
}

function hasRepeats(groups: Comparison['groups']): boolean {
  return groups.some(({ runs }) => runs.length > 1);
}
