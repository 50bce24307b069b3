/** `npm run saliency -- name=my_vgg`: saliency maps of a run, and sanity checks of the maps. */
import { relative } from 'node:path';
import { documented } from '../core/help';
import { flag, integer, type Key, optional } from '../core/keys';
import { kindKey } from '../core/kind-key';
import { count } from '../data/dataset';
import { whenTrained } from '../evaluation/describe';
import { saveSaliency } from '../figures/saliency-files';
import { labelOf, methods } from '../saliency/methods';
import { type MethodOption, optionsOf, specifiedOptions } from '../saliency/methods/method';
import { counter } from '../terminal/counter';
import { tableOf, textTable } from '../terminal/text-table';
import { requireRunNetwork } from '../training/own-kinds';
import { readSettings, runFolder } from '../training/run-folder';
import { command } from './command';
import { loadFor } from './images';
import { IMAGE_KEYS, RUN_KEYS, WEIGHTS_KEYS } from './run-keys';
import { saveResults } from './save';

const KEYS = documented(__filename, {
  ...RUN_KEYS,
  ...IMAGE_KEYS,
  ...WEIGHTS_KEYS,
  /** Saliency method of most figures. */
  method: kindKey(methods, 'gradient'),
  /** Number of images of each class to explain and check. */
  images: integer(5, 1, 100_000),
  /** Whether to run the sanity checks of the maps. */
  checks: flag(true),
  /** Layer for Grad-CAM. */
  layer: optionOf('gradcam', 'layer', 'the last one whose map is at least a quarter of the image wide'),
  /** Number of RISE's masks. */
  masks: optionOf('rise', 'masks'),
});

/** The options of the chosen method, which may be the user's own. */
function methodKeys(argv: readonly string[]): Readonly<Record<string, Key<unknown>>> {
  const given = argv.find((argument) => argument.startsWith('method='))?.slice('method='.length);
  const name = given === undefined || methods.check(given) !== undefined ? 'gradient' : given;
  const specified = specifiedOptions(methods.get(name)).filter(([key]) => !Object.hasOwn(KEYS, key));
  return Object.fromEntries(specified.map(([key, option]) => [key, asKey(option)]));
}

function optionOf(method: 'gradcam' | 'rise', name: string, otherwise?: string): Key<unknown> {
  const [, option] = specifiedOptions(methods.get(method)).find(([key]) => key === name)!;
  return asKey(option, otherwise);
}

/** An optional key for a method's option; text becomes a number if the default is one. */
function asKey(option: MethodOption, otherwise = `${option.default}`): Key<unknown> {
  const isNumber = typeof option.default === 'number';
  const parse = (given: string) =>
    isNumber && given.trim() !== '' && !Number.isNaN(Number(given)) ? Number(given) : given;
  return optional({ values: () => (isNumber ? 'number' : 'text'), parse, ...option }, otherwise);
}

const usage = (argv: readonly string[]) => ({
  name: 'saliency',
  summary: 'Draws saliency maps of a run, and checks whether the maps depend on what the network has learned.',
  keys: { ...methodKeys(argv), ...KEYS },
  examples: ['name=my_vgg', 'name=my_vgg method=gradcam images=10 checks=no'],
});

command(usage, async ({ values, given }, signal) => {
  const { name, split, checks, epoch: checkpoint, images: each } = values;
  const method = methods.properName(values.method);
  const options = optionsIn(method, given);
  const folder = runFolder(name, values.model_save_dir);
  const settings = readSettings(folder);
  requireRunNetwork(folder, settings);
  const data = await loadFor({ ...settings.options, path: values.path ?? settings.options.path });
  const { openCheckpoint } = await import('../evaluation/open');
  const { saliencyReport } = await import('../figures/saliency-report');
  const run = openCheckpoint(folder, { data, split, checkpoint });
  const when = whenTrained({ ...run, selected_on: run.isBest ? run.selection : null });
  const shown = `${each} image${each === 1 ? '' : 's'} of each class, of ${count(run.images)}`;
  console.log(`${run.split}: ${shown}${when === undefined ? '' : `, weights of ${when}`}`);
  const report = { method, each, checks, ...options, signal, onPart: counter };
  const { figures, table, omitted } = await saliencyReport(run, data, report);
  if (omitted.length > 0) {
    const names = omitted.map(labelOf).join(', ');
    console.log(`${names} is skipped: ${run.network.name} has no layer with height and width`);
  }
  if (table) {
    console.log(`${run.split}, ${table[0].Maps} maps per method, each for the image's label`);
    console.log(textTable(tableOf(table, table.length)));
  }
  await saveSaliency(folder, run, { figures, checks: table }, { signal, save: saveResults });
  console.log(`written to ${relative(process.cwd(), folder.figures)}`);
});

/** The given options of methods; those of a user-defined method under its name. */
function optionsIn(method: string, given: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const chosen = methods.get(method);
  const { layer, masks } = given;
  const names = specifiedOptions(chosen).map(([key]) => key);
  const own = Object.fromEntries(Object.entries(given).filter(([key]) => names.includes(key)));
  optionsOf(chosen, own); // reports errors before TensorFlow loads
  const shared = { layer, masks };
  return methods.origin(method) === 'project' ? { ...shared, ...own } : { ...shared, own: { [method]: own } };
}
