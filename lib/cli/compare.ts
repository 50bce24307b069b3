/** `npm run compare -- a b c split=PrivateTest`: compares runs and tests differences for significance. */
import { join, resolve } from 'node:path';
import { OUTPUTS, ROOT } from '../core/files';
import { documented } from '../core/help';
import { choice, type Key, optional, text } from '../core/keys';
import { EVALUATED_SPLITS } from '../data/dataset';
import { show } from '../notebook/show';
import { compareRuns, comparisonResults, comparisonTables } from '../runs/comparison';
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
  split: optional(
    choice(EVALUATED_SPLITS, 'PrivateTest'),
    "the first run's report split; on another data set, the last that all have",
  ),
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

command(usage, async ({ values }, signal) => {
  const comparison = compareRuns(values.runs, { split: values.split, dataset: values.dataset });
  const { pairs, note, untested } = comparison;
  for (const [name, rows] of Object.entries(comparisonTables(comparison))) {
    show(rows, { limit: rows.length });
    console.log(name === 'runs' && note ? `\n${note}\n` : '');
  }
  if (untested !== undefined) console.log(`no test of differences: ${untested}`);
  for (const { a, b } of pairs.filter(({ significant }) => !significant))
    console.log(`${a} and ${b} do not differ significantly (p ≥ 0.05)`);
  const { replaces, ...results } = comparisonResults(comparison);
  const files = await saveResults(results, { folder: resolve(ROOT, values.folder), replaces, signal });
  console.log(`written to ${files.join(', ')}`);
});
