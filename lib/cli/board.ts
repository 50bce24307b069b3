/** `npm run board`: all evaluated runs, imports and ensembles on a data set in one table. */
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { InputError } from '../core/errors';
import { OUTPUTS, ROOT } from '../core/files';
import { documented } from '../core/help';
import { choice, flag, integer, type Key, optional, text } from '../core/keys';
import { type Dataset, SPLITS, select } from '../data/dataset';
import { classifierFolder } from '../evaluation/classifiers/place';
import { findRecord } from '../evaluation/classifiers/record';
import type { Cost } from '../evaluation/cost';
import { DAGGER_NOTE, UNKNOWN_NOTE } from '../evaluation/describe';
import type { TableRow } from '../figures/save-table';
import { show } from '../notebook/show';
import { reportPage } from '../report/page';
import type { Section } from '../report/section';
import { type BoardEntry, boardOf, boardTable, isMarked } from '../runs/board';
import { counter } from '../terminal/counter';
import { isRun } from '../training/run-folder';
import { command } from './command';
import { loadFor } from './images';
import { saveResults } from './save';

const names: Key<readonly string[]> = {
  default: undefined,
  values: () => 'names or folders',
  check: (value) => (new Set(value as string[]).size < (value as string[]).length ? 'must name each once' : undefined),
  parse: (given) => given.split(','),
};

const KEYS = documented(__filename, {
  /** Runs, imports and ensembles (as a+b+c) to list. */
  names: optional(names, 'all in outputs/'),
  /** Data set on which they were evaluated. */
  dataset: text('auto', 'name or folder'),
  /** File, archive or folder with the data. */
  path: text('', 'path'),
  /** Seed of drawn faces. */
  seed: integer(0, 0, 2 ** 31 - 1),
  /** Split on which they were evaluated. */
  split: choice(SPLITS, 'PrivateTest'),
  /** Whether to build and time the networks: parameters, multiply-adds, and ms per face on this machine. */
  costs: flag(true),
  /** Folder of the files. */
  folder: text(join(OUTPUTS, 'figures'), 'folder'),
});

const usage = {
  name: 'board',
  summary:
    'Lists all evaluated runs, imports and ensembles on a data set, the most accurate first; LaTeX, CSV and HTML.',
  keys: KEYS,
  bare: 'names',
  several: true,
  examples: ['dataset=fer2013', 'my_vgg deepface my_vgg+other_vgg split=PublicTest costs=no'],
};

const NOTES = [
  'Accuracies with 95 % intervals (Wilson)',
  "classifiers that share a letter do not differ significantly (McNemar's mid-p, Holm's correction, p ≥ 0.05)",
];
const COST_NOTE = 'costs are of one view of one face; time on this machine, in batches';

command(usage, async ({ values }, signal) => {
  const { split, dataset, path, seed } = values;
  const given = values.names ?? everything();
  const data = await loadFor({ dataset, path, seed });
  const { entries, notices } = boardOf(given, data, split);
  for (const notice of notices) console.log(notice);
  if (entries.length === 0)
    throw new InputError('split', split, `must have been evaluated on ${data.name} by a run, an import or an ensemble`);
  const costs = values.costs ? await costsOf(entries, select(data, split), signal) : new Map<string, Cost>();
  const rows = boardTable(entries, costs);
  const isUnknown = entries.some(({ evaluation }) => evaluation.selected_on === 'unknown');
  const note = [
    ...NOTES,
    ...(costs.size > 0 ? [COST_NOTE] : []),
    ...(isMarked(entries) ? [DAGGER_NOTE] : []),
    ...(isUnknown ? [`unknown: ${UNKNOWN_NOTE}`] : []),
  ].join('; ');
  show(rows, { limit: rows.length });
  console.log(`${note}.`);
  const title = `${data.name}, ${split}`;
  const lead = `${entries.length} classifiers, n = ${entries[0].evaluation.n}`;
  const html = await reportPage(title, lead, sectionsOf(rows, `${note}.`));
  const files = await saveResults(
    { tables: { [`board-${split}`]: { rows, note } }, content: { [`board-${split}.html`]: html } },
    { folder: resolve(ROOT, values.folder), signal },
  );
  console.log(`written to ${files.join(', ')}`);
});

/** Columns of the board that say where a classifier comes from and what it costs; the page has them in a second table. */
const BACKGROUND = ['Fitted to', 'Selected on', 'Extra data', 'Parameters (M)', 'Multiply-adds (M)', 'ms per face'];

function sectionsOf(rows: readonly TableRow[], note: string): Section[] {
  const only = (wanted: (column: string) => boolean) =>
    rows.map((row) =>
      Object.fromEntries(Object.entries(row).filter(([column]) => column === 'Name' || wanted(column))),
    );
  const isBackground = (column: string) => BACKGROUND.includes(column);
  return [
    { title: 'Accuracy', blocks: [{ rows: only((column) => !isBackground(column)), note, wide: true }] },
    { title: 'Training and costs', blocks: [{ rows: only(isBackground), wide: true }] },
  ];
}

/** The names of all runs, imports and ensembles in `outputs/`. */
function everything(): string[] {
  const entries = existsSync(OUTPUTS) ? readdirSync(OUTPUTS) : [];
  return entries.filter((name) => {
    const folder = classifierFolder(name);
    return isRun(folder) || findRecord(folder) !== undefined;
  });
}

async function costsOf(
  entries: readonly BoardEntry[],
  images: Dataset,
  signal: AbortSignal,
): Promise<Map<string, Cost>> {
  const { measureCost } = await import('../evaluation/cost');
  const onProgress = counter('classifiers timed');
  const costs = new Map<string, Cost>();
  for (const [i, { name, folder }] of entries.entries()) {
    signal.throwIfAborted();
    const cost = await measureCost(folder, images, signal);
    if (cost) costs.set(name, cost);
    onProgress(i + 1, entries.length);
  }
  return costs;
}
