/** `npm run compare -- a b c split=PrivateTest`: runs beside each other, and which differences are more than chance. */
import { basename, join, resolve } from 'node:path';
import { SPLITS } from '../data/dataset';
import { checkRepeats, InputError } from '../errors';
import { DAGGER, DAGGER_NOTE } from '../evaluation/describe';
import { isOptimistic } from '../evaluation/metrics';
import { comparePairs, type Pair } from '../evaluation/pairs';
import { bySetting } from '../evaluation/settings';
import { readEvaluation, type StoredEvaluation } from '../evaluation/stored';
import type { Figure } from '../figures/figure';
import { pairsTable, resultsTable, spreadTable } from '../figures/results';
import { settingAccuracies } from '../figures/settings';
import type { LatexOptions, TableRow } from '../figures/table';
import { OUTPUTS, ROOT } from '../files';
import { show } from '../notebook/show';
import { type Hyperparameters, reportSplit } from '../training/hyperparameters';
import { readSettings, runFolder } from '../training/run';
import { command, oneOf, onlyKeys } from './command';
import { saveResults } from './save';

interface Run extends StoredEvaluation {
  readonly name: string;
  readonly options: Hyperparameters;
}

command(
  async (values, signal) => {
    onlyKeys(values, ['runs', 'split', 'folder']);
    const runs = runsOf(values);
    const folder = resolve(ROOT, values.get('folder') ?? join(OUTPUTS, 'figures'));
    const { split } = runs[0].evaluation;
    const note = runs.some(({ evaluation }) => isOptimistic(evaluation)) ? DAGGER_NOTE : undefined;
    const tables: Record<string, LatexOptions & { rows: readonly TableRow[] }> = {};
    const figures: Record<string, Figure> = {};
    const told = (name: string, rows: readonly TableRow[]) => {
      show(rows, { limit: rows.length });
      console.log('');
      tables[`${name}-${split}`] = { rows, note };
    };

    told('runs', resultsTable(runs));
    if (note) console.log(`${note}\n`);
    const groups = bySetting(runs);
    if (groups.some((group) => group.runs.length > 1)) {
      told('settings', spreadTable(groups));
      const dots = groups.map(({ setting, runs }) => ({
        setting: setting.replaceAll(' ', '<br>'),
        accuracies: runs.map((run) => run.evaluation.top1),
      }));
      const title = `${split}${note ? DAGGER : ''}, mean ± deviation over seeds`;
      figures[`settings-${split}`] = settingAccuracies(dots, { title });
    }
    const pairs = pairsOf(runs);
    if (pairs.length > 0) told('pairs', pairsTable(pairs));
    for (const { a, b } of pairs.filter(({ significant }) => !significant))
      console.log(`${a} and ${b} have not been told apart (p ≥ 0.05)`);
    const replaces = ['settings', 'pairs'].map((name) => `${name}-${split}`);
    const files = await saveResults({ figures, tables }, { folder, replaces, signal });
    console.log(`written: ${files.join(', ')}`);
  },
  { bare: 'runs', several: true },
);

/** The runs by name below `outputs/`, or by their folder, with what they left about one split. */
function runsOf(values: ReadonlyMap<string, string>): Run[] {
  const places = values.get('runs')?.split(',') ?? [];
  if (places.length === 0) throw new InputError('runs', 'missing', 'give some, as npm run compare -- my_vgg other_vgg');
  checkRepeats('runs', places);
  const found = places.map((place) => {
    const folder = place.includes('/') ? runFolder(basename(place), resolve(ROOT, place)) : runFolder(place);
    return { name: place, folder, options: readSettings(folder).options };
  });
  const split = oneOf(values, 'split', SPLITS) ?? reportSplit(found[0].options.protocol);
  return found.map(({ name, folder, options }) => ({ name, options, ...readEvaluation(folder, split) }));
}

/** McNemar's test needs the same images: runs on faces drawn from different seeds have none in common. */
function pairsOf(runs: readonly Run[]): Pair[] {
  try {
    return comparePairs(runs);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    console.log(`no test of differences: ${error.message}`);
    return [];
  }
}
