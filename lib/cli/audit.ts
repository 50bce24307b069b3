/** `npm run audit -- dataset=fer2013`: looks for duplicates and doubtful images; tables in `outputs/audit/`. */
import { existsSync, readdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { type FerPlus, loadFerPlus } from '../data/ferplus';
import { DATASETS, load } from '../data/load';
import { OUTPUTS, ROOT, writeFolderWhole } from '../files';
import { command, onlyKeys } from './command';

command(async (values) => {
  onlyKeys(values, ['dataset', 'path', 'ferplus']);
  const data = await load({ dataset: values.get('dataset'), path: values.get('path'), onNotice: console.log });
  const ferplus = data.name === 'fer2013' ? ferPlusAt(values.get('ferplus')) : undefined;
  const { audit, auditSummary, auditTables } = await import('../data/audit');
  const report = await audit(data, { ferplus, onProgress });
  const summary = auditSummary(data, report);
  const width = Math.max(...summary.map(({ finding }) => finding.length));
  for (const { finding, count } of summary)
    console.log(`${finding.padEnd(width)} ${count.toLocaleString('en').padStart(7)}`);
  const folder = join(OUTPUTS, 'audit');
  const json = `${JSON.stringify(Object.fromEntries(summary.map(({ finding, count }) => [finding, count])), null, 2)}\n`;
  writeFolderWhole(folder, { 'summary.json': json, ...auditTables(data, report, ferplus) });
  console.log(`the rows are in ${relative(ROOT, folder)}`);
});

/** FER+ from where it is said to be, else from `datasets/ferplus` if it is there. */
function ferPlusAt(path: string | undefined): FerPlus | undefined {
  if (path !== undefined) return loadFerPlus(resolve(ROOT, path));
  const folder = join(DATASETS, 'ferplus');
  const name = existsSync(folder) ? readdirSync(folder).find((file) => !file.startsWith('.')) : undefined;
  if (name === undefined) console.log('FER+ is not installed (npm run data -- fer2013new.csv): its votes are left out');
  return name === undefined ? undefined : loadFerPlus(join(folder, name));
}

function onProgress(done: number, of: number): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${done < of ? `${done}/${of} images compared` : ''}`);
}
