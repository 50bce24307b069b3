/** `npm run audit -- dataset=fer2013`: looks for duplicates and doubtful images; tables and galleries in `outputs/audit/`. */
import { join, relative } from 'node:path';
import { writeFolderWhole } from '../changes';
import { isInstalled, load } from '../data/load';
import { OUTPUTS, ROOT } from '../files';
import { counter } from '../notebook/counter';
import { command, onlyKeys } from './command';
import { ferPlusFor } from './images';
import { saveResults } from './save';

command(async (values, signal) => {
  onlyKeys(values, ['dataset', 'path', 'ferplus']);
  const data = await load({ dataset: values.get('dataset'), path: values.get('path'), onNotice: console.log });
  const ferplus = ferPlusFor(data, values);
  if (data.name === 'fer2013' && !values.has('ferplus') && !isInstalled('ferplus'))
    console.log('FER+ is left out (npm run data -- fer2013new.csv installs its votes for FER2013)');
  const { audit, auditSummary, auditTables } = await import('../data/audit');
  const { auditFigures } = await import('../figures/audit');
  const report = await audit(data, { ferplus, signal, onProgress: counter('images compared') });
  const summary = auditSummary(data, report);
  const width = Math.max(...summary.map(({ finding }) => finding.length));
  for (const { finding, count } of summary)
    console.log(`${finding.padEnd(width)} ${count.toLocaleString('en').padStart(7)}`);
  if (!report.calibrated && report.near.length > 0)
    console.log(`${report.threshold} was chosen on FER2013; here, images that are alike may show different faces`);
  const folder = join(OUTPUTS, 'audit');
  const json = `${JSON.stringify(Object.fromEntries(summary.map(({ finding, count }) => [finding, count])), null, 2)}\n`;
  writeFolderWhole(folder, { 'summary.json': json, ...auditTables(data, report, ferplus) });
  await saveResults({ figures: auditFigures(data, report, ferplus) }, { folder, signal });
  console.log(`the rows, and some of the images, are in ${relative(ROOT, folder)}`);
});
