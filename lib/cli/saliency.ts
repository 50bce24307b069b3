/** `npm run saliency -- name=my_vgg`: figures of what a run looks at, and the checks that its maps must pass. */
import { relative } from 'node:path';
import { count, SPLITS } from '../data/dataset';
import { InputError } from '../errors';
import { whenTrained } from '../evaluation/describe';
import { saveSaliency } from '../figures/saliency-files';
import { requireNetwork } from '../models/registry';
import { counter } from '../notebook/counter';
import { tableOf, textTable } from '../notebook/table';
import { METHOD_NAMES, METHODS } from '../saliency/methods/names';
import { readSettings, runFolder } from '../training/run';
import { checkpointOf } from './checkpoint';
import { command, nameOf, numberIn, oneOf, onlyKeys } from './command';
import { loadFor } from './images';
import { saveResults } from './save';

const KNOWN = ['name', 'split', 'epoch', 'method', 'layer', 'images', 'masks', 'checks', 'path', 'model_save_dir'];

command(async (values, signal) => {
  onlyKeys(values, KNOWN);
  const name = nameOf(values);
  const split = oneOf(values, 'split', SPLITS);
  const method = oneOf(values, 'method', METHODS);
  const checks = oneOf(values, 'checks', ['yes', 'no']) !== 'no';
  const each = wholeIn(values, 'images') ?? 5;
  const masks = wholeIn(values, 'masks');
  const checkpoint = checkpointOf(values.get('epoch'));
  const folder = runFolder(name, values.get('model_save_dir'));
  const { options } = readSettings(folder);
  requireNetwork(options.network);
  const data = await loadFor({ ...options, path: values.get('path') ?? options.path });
  const { openRun } = await import('../evaluation/open');
  const { saliencyReport } = await import('../figures/saliency-report');
  const run = openRun(folder, { data, split, checkpoint });
  const when = whenTrained({ ...run, selected_on: run.isBest ? run.selection : null });
  const shown = `${each} face${each === 1 ? '' : 's'} of each emotion, of ${count(run.images)} images`;
  console.log(`${run.split}: ${shown}${when === undefined ? '' : `, weights of ${when}`}`);
  const layer = values.get('layer');
  const given = { method, layer, each, masks, checks, signal, onPart: counter };
  const { figures, table, omitted } = await saliencyReport(run, data, given);
  if (omitted.length > 0) {
    const names = omitted.map((method) => METHOD_NAMES[method]).join(', ');
    console.log(`${names} is left out: ${run.network.name} has no layer with height and width`);
  }
  if (table) {
    console.log(`${run.split}, ${table[0].Maps} maps a method, each of its image's label`);
    console.log(textTable(tableOf(table, table.length)));
  }
  await saveSaliency(folder, run, { figures, checks: table }, { signal, save: saveResults });
  console.log(`written to ${relative(process.cwd(), folder.figures)}`);
});

/** A key that counts something. @throws {InputError} for anything but an integer from 1 to 100,000 */
function wholeIn(values: ReadonlyMap<string, string>, key: string): number | undefined {
  const constraint = 'must be an integer from 1 to 100000';
  const value = numberIn(values, key, [1, 100_000], constraint);
  if (value !== undefined && !Number.isInteger(value)) throw new InputError(key, value, constraint);
  return value;
}
