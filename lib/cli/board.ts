/** `npm run board`: all evaluated runs, imports and ensembles on a data set in one table. */
import { join, resolve } from 'node:path';
import { InputError } from '../core/errors';
import { printable } from '../core/excerpt';
import { OUTPUTS, ROOT } from '../core/files';
import { documented } from '../core/help';
import { choice, flag, integer, type Key, optional, text } from '../core/keys';
import { type Dataset, EVALUATED_SPLITS, select } from '../data/dataset';
import { show } from '../notebook/show';
import { type BoardEntry, boardOf, boardTable } from '../runs/board';
import { boardNote, boardPage } from '../runs/board-page';
import { classifierNames } from '../runs/names';
import { counter } from '../terminal/counter';
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

command(usage, async ({ values }, signal) => {
  const { split, dataset, path, seed } = values;
  const given = values.names ?? classifierNames();
  const data = await loadFor({ dataset, path, seed });
  const { entries, notices } = boardOf(given, data, split);
  for (const notice of notices) console.log(notice);
  if (entries.length === 0)
    throw new InputError(
      'split',
      split,
      `must have been evaluated on ${data.name} by a run, an import or an ensemble; some may have been evaluated on another split, or on all images (split=all)`,
    );
  const images = split === 'all' ? data : select(data, split);
  const costs = values.costs ? await costsOf(entries, images, signal) : undefined;
  const rows = boardTable(entries, costs);
  const note = boardNote(entries, costs !== undefined && costs.size > 0);
  show(rows, { limit: rows.length });
  console.log(`${note}.`);
  const html = await boardPage(entries, rows, note, data);
  const file = `board-${printable(data.name)}-${split}`;
  const files = await saveResults(
    { tables: { [file]: { rows, note } }, content: { [`${file}.html`]: html } },
    { folder: resolve(ROOT, values.folder), signal },
  );
  console.log(`written to ${files.join(', ')}`);
});

async function costsOf(entries: readonly BoardEntry[], images: Dataset, signal: AbortSignal) {
  const { boardCosts } = await import('../runs/board-costs'); // loads TensorFlow
  return boardCosts(entries, images, { signal, onProgress: counter('classifiers timed') });
}
