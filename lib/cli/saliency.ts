/** `npm run saliency -- name=my_vgg`: figures of what a run looks at, and the checks that its maps must pass. */
import { relative } from 'node:path';
import { count, SPLITS } from '../data/dataset';
import { InputError } from '../errors';
import { whenTrained } from '../evaluation/describe';
import { saveSaliency } from '../figures/saliency-files';
import { counter } from '../notebook/counter';
import { tableOf, textTable } from '../notebook/table';
import { labelOf, methods } from '../saliency/methods';
import { optionsOf, specifiedOptions } from '../saliency/methods/method';
import { requireRunNetwork } from '../training/own-kinds';
import { readSettings, runFolder } from '../training/run';
import { checkpointOf } from './checkpoint';
import { command, nameOf, numberIn, oneOf, onlyKeys } from './command';
import { loadFor } from './images';
import { saveResults } from './save';

const KNOWN = ['name', 'split', 'epoch', 'method', 'layer', 'images', 'masks', 'checks', 'path', 'model_save_dir'];
/** Those of {@link KNOWN} that are a method's. */
const ALWAYS = ['layer', 'masks'];

command(async (values, signal) => {
  const method = methods.properName(values.get('method') ?? 'gradient');
  onlyKeys(values, [...KNOWN, ...specifiedOptions(methods.get(method)).map(([key]) => key)]);
  const options = optionsIn(values, method);
  const name = nameOf(values);
  const split = oneOf(values, 'split', SPLITS);
  const checks = oneOf(values, 'checks', ['yes', 'no']) !== 'no';
  const each = wholeIn(values, 'images') ?? 5;
  const masks = wholeIn(values, 'masks');
  const checkpoint = checkpointOf(values.get('epoch'));
  const folder = runFolder(name, values.get('model_save_dir'));
  const settings = readSettings(folder);
  requireRunNetwork(folder, settings);
  const data = await loadFor({ ...settings.options, path: values.get('path') ?? settings.options.path });
  const { openRun } = await import('../evaluation/open');
  const { saliencyReport } = await import('../figures/saliency-report');
  const run = openRun(folder, { data, split, checkpoint });
  const when = whenTrained({ ...run, selected_on: run.isBest ? run.selection : null });
  const shown = `${each} face${each === 1 ? '' : 's'} of each emotion, of ${count(run.images)} images`;
  console.log(`${run.split}: ${shown}${when === undefined ? '' : `, weights of ${when}`}`);
  const layer = values.get('layer');
  const given = { method, layer, each, masks, checks, ...options, signal, onPart: counter };
  const { figures, table, omitted } = await saliencyReport(run, data, given);
  if (omitted.length > 0) {
    const names = omitted.map(labelOf).join(', ');
    console.log(`${names} is left out: ${run.network.name} has no layer with height and width`);
  }
  if (table) {
    console.log(`${run.split}, ${table[0].Maps} maps a method, each of its image's label`);
    console.log(textTable(tableOf(table, table.length)));
  }
  await saveSaliency(folder, run, { figures, checks: table }, { signal, save: saveResults });
  console.log(`written to ${relative(process.cwd(), folder.figures)}`);
});

/** The options of the chosen method that the arguments give: of a method of the user's own under its name. */
function optionsIn(values: ReadonlyMap<string, string>, method: string): Record<string, unknown> {
  const chosen = methods.get(method);
  const specified = specifiedOptions(chosen).filter(([key]) => !ALWAYS.includes(key));
  const given = specified.flatMap(([key, { default: fallback }]) => {
    const text = values.get(key);
    if (text === undefined) return [];
    const numeric = typeof fallback === 'number' && text.trim() !== '' && !Number.isNaN(Number(text));
    return [[key, numeric ? Number(text) : text] as const];
  });
  const options = Object.fromEntries(given);
  optionsOf(chosen, options); // says what is wrong with them before TensorFlow loads
  return methods.origin(method) === 'project' ? options : { own: { [method]: options } };
}

/** A key that counts something. @throws {InputError} for anything but an integer from 1 to 100,000 */
function wholeIn(values: ReadonlyMap<string, string>, key: string): number | undefined {
  const constraint = 'must be an integer from 1 to 100000';
  const value = numberIn(values, key, [1, 100_000], constraint);
  if (value !== undefined && !Number.isInteger(value)) throw new InputError(key, value, constraint);
  return value;
}
