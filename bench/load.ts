/**
 * `npm run bench -- load steps=10 path=fer2013.csv`: reads the CSV file into arrays, here and in three ways in pandas.
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { command } from '../lib/cli/command';
import { InputError } from '../lib/core/errors';
import { ROOT } from '../lib/core/files';
import { documented } from '../lib/core/help';
import { optional, text } from '../lib/core/keys';
import { DATASETS } from '../lib/data/places';
import { counter } from '../lib/terminal/counter';
import { alternate } from './harness/alternate';
import { benchKeys } from './harness/options';
import { report, reportClaims, reportMachine, reportTimings } from './harness/report';
import { randomTable } from './harness/table';
import { ours, peer } from './harness/worker';

const WAYS = ['joined', 'row by row', 'as a table'];

const KEYS = documented(__filename, {
  ...benchKeys({ steps: 10 }),
  /** The table to read. */
  path: optional(text(undefined, 'file'), 'the installed file, or random gray values'),
});

const usage = {
  name: 'bench',
  summary: 'Measures reading fer2013.csv into arrays against pandas.',
  keys: KEYS,
  examples: ['load path=fer2013.csv'],
};

command(usage, async ({ values }, signal) => {
  const { path, remove } = tableFor(values.path);
  try {
    const rivals = WAYS.map((way) => peer(`pandas, pixels ${way}`, 'load', path, way));
    const contenders = [ours('fer-lab', 'load', path), ...rivals];
    const timings = await alternate(contenders, { ...values, warmUp: 1, signal, onProgress: counter('steps') });
    reportMachine('load', timings, values.threads);
    reportTimings('load', timings, { unit: 'files', count: 1 });
    const theirs = rivals.map(({ name }) => name);
    reportClaims('load', timings, [{ name: "fer-lab to pandas' fastest", ours: 'fer-lab', theirs, goal: 3 }]);
  } finally {
    remove();
  }
});

/** The table at a path, or the installed one, or a random one. */
function tableFor(asked: string | undefined): { readonly path: string; readonly remove: () => void } {
  const path = resolve(ROOT, asked ?? join(DATASETS, 'fer2013', 'fer2013.csv'));
  if (existsSync(path)) return { path, remove: () => {} };
  if (asked !== undefined) throw new InputError('path', asked, 'must be fer2013.csv');
  report('load', { table: 'random gray values, since there is no datasets/fer2013/fer2013.csv' });
  return randomTable();
}
