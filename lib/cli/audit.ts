/**
 * `npm run audit -- dataset=fer2013`: finds duplicates and doubtful images; writes tables and galleries to
 * `outputs/audit/`.
 */
import { join, relative } from 'node:path';
import { writeFolderWhole } from '../core/changes';
import { OUTPUTS, ROOT } from '../core/files';
import { documented } from '../core/help';
import { optional, text } from '../core/keys';
import { load } from '../data/load-dataset';
import { isInstalled } from '../data/places';
import { counter } from '../terminal/counter';
import { command } from './command';
import { ferPlusFor } from './images';
import { saveResults } from './save';

const KEYS = documented(__filename, {
  /** Data set: auto (FER2013 if installed, otherwise drawn faces), a data set by its name, or a folder of images. */
  dataset: text('auto', 'name or folder'),
  /** File, archive or folder with the data; empty for the data set's folder in datasets/. */
  path: text('', 'path'),
  /** FER+'s fer2013new.csv, to find labels that annotators disagree with. */
  ferplus: optional(text(undefined, 'file'), 'the installed one'),
});

const usage = {
  name: 'audit',
  summary: 'Finds duplicates within and across splits, conflicting labels, blank images and doubtful labels.',
  keys: KEYS,
  examples: ['dataset=fer2013', 'dataset=fer2013 ferplus=fer2013new.csv'],
};

command(usage, async ({ values }, signal) => {
  const data = await load({ dataset: values.dataset, path: values.path, onNotice: console.log });
  const ferplus = ferPlusFor(data, values.ferplus);
  if (data.name === 'fer2013' && values.ferplus === undefined && !isInstalled('ferplus'))
    console.log('FER+ is skipped (npm run data -- fer2013new.csv installs its votes for FER2013)');
  const { audit, auditSummary, auditTables } = await import('../data/audit');
  const { auditFigures } = await import('../figures/audit-galleries');
  const report = await audit(data, { ferplus, signal, onProgress: counter('images compared') });
  const summary = auditSummary(data, report);
  const width = Math.max(...summary.map(({ finding }) => finding.length));
  for (const { finding, count } of summary)
    console.log(`${finding.padEnd(width)} ${count.toLocaleString('en').padStart(7)}`);
  if (!report.calibrated && report.near.length > 0)
    console.log(`${report.threshold} was chosen for FER2013; on other data, similar images may show different faces`);
  const folder = join(OUTPUTS, 'audit');
  const json = `${JSON.stringify(Object.fromEntries(summary.map(({ finding, count }) => [finding, count])), null, 2)}\n`;
  writeFolderWhole(folder, { 'summary.json': json, ...auditTables(data, report, ferplus) });
  await saveResults({ figures: auditFigures(data, report, ferplus) }, { folder, signal });
  console.log(`rows and example images are in ${relative(ROOT, folder)}`);
});
