/** `npm run board`: all evaluated runs, imports and ensembles on a data set in one table. */
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { InputError } from '../core/errors';
import { OUTPUTS, ROOT } from '../core/files';
import { documented } from '../core/help';
import { choice, flag, integer, type Key, optional, text } from '../core/keys';
import { type Dataset, EVALUATED_SPLITS, select } from '../data/dataset';
import { resized } from '../data/resize';
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
import { dataShapeOf } from '../training/data-shape';
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
  /** Split on which they were evaluated; all images only by classifiers of other data. */
  split: choice(EVALUATED_SPLITS, 'PrivateTest'),
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
const BOARD_CROSS_NOTE = '→ cross-data-set: fitted to that data set only';
const COST_NOTE = 'costs are of one view of one face; time on this machine, in batches';

command(usage, async ({ values }, signal) => {
  const { split, dataset, path, seed } = values;
  const given = values.names ?? everything();
  const data = await loadFor({ dataset, path, seed });
  const { entries, notices } = boardOf(given, data, split);
  for (const notice of notices) console.log(notice);
  if (entries.length === 0)
    throw new InputError(
      'split',
      split,
      `must have been evaluated on ${data.name} by a run, an import or an ensemble; split=all shows classifiers of other data`,
    );
  const images = split === 'all' ? data : select(data, split);
  const costs = values.costs ? await costsOf(entries, images, signal) : new Map<string, Cost>();
  const rows = boardTable(entries, costs);
  const isUnknown = entries.some(({ evaluation }) => evaluation.selected_on === 'unknown');
  const note = [
    ...NOTES,
    ...(costs.size > 0 ? [COST_NOTE] : []),
    ...(entries.some(({ evaluation }) => evaluation.cross) ? [BOARD_CROSS_NOTE] : []),
    ...(isMarked(entries) ? [DAGGER_NOTE] : []),
    ...(isUnknown ? [`unknown: ${UNKNOWN_NOTE}`] : []),
  ].join('; ');
  show(rows, { limit: rows.length });
  console.log(`${note}.`);
  const title = `${data.name}, ${split === 'all' ? 'all images' : split}`;
  const lead = `${entries.length} classifiers, n = ${entries[0].evaluation.n}`;
  const html = await reportPage(title, lead, sectionsOf(rows, `${note}.`));
  const file = split === 'all' ? `board-${data.name}` : `board-${split}`;
  const files = await saveResults(
    { tables: { [file]: { rows, note } }, content: { [`${file}.html`]: html } },
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
  const entries = existsSync(OUTPUTS) ? readdirSync(OUTPUTS, { withFileTypes: true }) : [];
  const folders = entries.filter((entry) => !entry.isFile()).map(({ name }) => name);
  return folders.filter((name) => {
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
  for (const [i, { name, folder, settings, evaluation }] of entries.entries()) {
    signal.throwIfAborted();
    const size = evaluation.cross && settings.run ? dataShapeOf(settings.run).size : images.size;
    const cost = await measureCost(folder, size === images.size ? images : resized(images, size), signal);
    if (cost) costs.set(name, cost);
    onProgress(i + 1, entries.length);
  }
  return costs;
}
