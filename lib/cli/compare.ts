/** `npm run compare -- a b c split=PrivateTest`: compares runs and tests differences for significance. */
import { join, resolve } from 'node:path';
import { InputError } from '../core/errors';
import { OUTPUTS, ROOT } from '../core/files';
import { documented } from '../core/help';
import { choice, type Key, optional, text } from '../core/keys';
import { EVALUATED_SPLITS, type EvaluatedSplit } from '../data/dataset';
import { classifierFolder } from '../evaluation/classifiers/place';
import { classifierSettings } from '../evaluation/classifiers/settings';
import { evaluationFolder } from '../evaluation/cross/cross-folder';
import { CROSS_NOTE, DAGGER, DAGGER_NOTE, evaluatedOn } from '../evaluation/describe';
import { bySetting } from '../evaluation/groups';
import { isOptimistic } from '../evaluation/metrics';
import { comparePairs, type Pair } from '../evaluation/pairs';
import { evaluatedSplits, readEvaluation, type StoredEvaluation } from '../evaluation/stored';
import type { Figure } from '../figures/figure';
import { pairsTable, resultsTable, spreadTable } from '../figures/result-tables';
import type { LatexOptions, TableRow } from '../figures/save-table';
import { settingAccuracies } from '../figures/setting-accuracies';
import { show } from '../notebook/show';
import type { Hyperparameters } from '../training/hyperparameters';
import { command } from './command';
import { CROSS_KEYS } from './run-keys';
import { saveResults } from './save';

/** Runs, without repeats. */
const runs: Key<readonly string[]> = {
  default: undefined,
  values: () => 'names or folders of runs',
  check: (value) =>
    new Set(value as string[]).size < (value as string[]).length ? 'must name each run once' : undefined,
  parse: (given) => given.split(','),
};

const KEYS = documented(__filename, {
  /** Runs to compare. */
  runs,
  ...CROSS_KEYS,
  /** Split on which they were evaluated. */
  split: optional(choice(EVALUATED_SPLITS, 'PrivateTest'), "the first run's report split, or all"),
  /** Folder for tables and figures. */
  folder: text(join(OUTPUTS, 'figures'), 'folder'),
});

const usage = {
  name: 'compare',
  summary: "Compares runs on one split: mean ± deviation over seeds, and McNemar's test with Holm's correction.",
  keys: KEYS,
  bare: 'runs',
  several: true,
  examples: ['my_vgg other_vgg', 'my_vgg_0 my_vgg_1 my_vgg_2 split=PublicTest', 'a b dataset=ckplus'],
};

interface Run extends StoredEvaluation {
  readonly name: string;
  readonly options?: Hyperparameters;
}

command(usage, async ({ values }, signal) => {
  const runs = runsOf(values.runs, values.split, values.dataset);
  const folder = resolve(ROOT, values.folder);
  const { split, cross } = (runs.find(({ evaluation }) => evaluation.cross) ?? runs[0]).evaluation;
  const suffix = cross ? `${cross.dataset}-${split}` : split;
  const isMarked = runs.some(({ evaluation }) => isOptimistic(evaluation));
  const note = [...(cross ? [CROSS_NOTE] : []), ...(isMarked ? [DAGGER_NOTE] : [])].join('; ') || undefined;
  const tables: Record<string, LatexOptions & { rows: readonly TableRow[] }> = {};
  const figures: Record<string, Figure> = {};
  const print = (name: string, rows: readonly TableRow[]) => {
    show(rows, { limit: rows.length });
    console.log('');
    tables[`${name}-${suffix}`] = { rows, note };
  };

  print('runs', resultsTable(runs));
  if (note) console.log(`${note}\n`);
  const groups = bySetting(runs);
  if (groups.some((group) => group.runs.length > 1)) {
    print('settings', spreadTable(groups));
    const dots = groups.map(({ setting, runs }) => ({
      setting: setting.replaceAll(' ', '<br>'),
      accuracies: runs.map((run) => run.evaluation.top1),
    }));
    const title = `${evaluatedOn(runs[0].evaluation)}${isMarked ? DAGGER : ''}, mean ± deviation over seeds`;
    figures[`settings-${suffix}`] = settingAccuracies(dots, { title });
  }
  const pairs = pairsOf(runs);
  if (pairs.length > 0) print('pairs', pairsTable(pairs));
  for (const { a, b } of pairs.filter(({ significant }) => !significant))
    console.log(`${a} and ${b} do not differ significantly (p ≥ 0.05)`);
  const replaces = ['settings', 'pairs'].map((name) => `${name}-${suffix}`);
  const files = await saveResults({ figures, tables }, { folder, replaces, signal });
  console.log(`written to ${files.join(', ')}`);
});

/** Runs, by name in `outputs/` or by folder, with their evaluations on one split. */
function runsOf(places: readonly string[], given: EvaluatedSplit | undefined, dataset: string | undefined): Run[] {
  const found = places.map((place) => {
    const own = classifierFolder(place);
    const { reported, run } = classifierSettings(own);
    const folder = evaluationFolder(own, dataset);
    return { name: place, folder, reported: folder === own ? reported : undefined, options: run?.options };
  });
  const foreign = found.find(({ reported }) => reported === undefined);
  const split = given ?? (foreign ? evaluatedSplits(foreign.folder).at(-1)! : found[0].reported!);
  return found.map(({ name, folder, options }) => ({ name, options, ...readEvaluation(folder, split) }));
}

/** McNemar's test needs the same images; runs on faces drawn with different seeds have none in common. */
function pairsOf(runs: readonly Run[]): Pair[] {
  try {
    return comparePairs(runs);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    console.log(`no test of differences: ${error.message}`);
    return [];
  }
}
