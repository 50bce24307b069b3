/** `npm run saliency -- name=my_vgg`: saliency maps of a run, and the sanity checks of its maps. */
import { relative } from 'node:path';
import { documented } from '../core/help';
import { choice, flag, integer, optional, text } from '../core/keys';
import { count } from '../data/dataset';
import { whenTrained } from '../evaluation/describe';
import { saveSaliency } from '../figures/saliency-files';
import { requireNetwork } from '../models/registry';
import { counter } from '../notebook/counter';
import { tableOf, textTable } from '../notebook/table';
import { METHOD_NAMES, METHODS } from '../saliency/methods/names';
import { readSettings, runFolder } from '../training/run';
import { command } from './command';
import { loadFor } from './images';
import { IMAGE_KEYS, RUN_KEYS, WEIGHTS_KEYS } from './run-keys';
import { saveResults } from './save';

const KEYS = documented(__filename, {
  ...RUN_KEYS,
  ...IMAGE_KEYS,
  ...WEIGHTS_KEYS,
  /** Saliency method of most figures. */
  method: choice(METHODS, 'gradient'),
  /** Layer of Grad-CAM. */
  layer: optional(text(undefined, 'layer'), 'the last one whose map is at least a quarter of the image wide'),
  /** Images of each class to explain and check. */
  images: integer(5, 1, 100_000),
  /** Masks that RISE draws. */
  masks: optional(integer(undefined, 1, 100_000), "RISE's own"),
  /** Whether to run the sanity checks of the maps. */
  checks: flag(true),
});

const usage = {
  name: 'saliency',
  summary: 'Draws saliency maps of a run, and checks whether the maps depend on what the network has learned.',
  keys: KEYS,
  examples: ['name=my_vgg', 'name=my_vgg method=gradcam images=10 checks=no'],
};

command(usage, async ({ values }, signal) => {
  const { name, split, method, layer, masks, checks, epoch: checkpoint, images: each } = values;
  const folder = runFolder(name, values.model_save_dir);
  const { options } = readSettings(folder);
  requireNetwork(options.network);
  const data = await loadFor({ ...options, path: values.path ?? options.path });
  const { openCheckpoint } = await import('../evaluation/open');
  const { saliencyReport } = await import('../figures/saliency-report');
  const run = openCheckpoint(folder, { data, split, checkpoint });
  const when = whenTrained({ ...run, selected_on: run.isBest ? run.selection : null });
  const shown = `${each} image${each === 1 ? '' : 's'} of each class, of ${count(run.images)}`;
  console.log(`${run.split}: ${shown}${when === undefined ? '' : `, weights of ${when}`}`);
  const given = { method, layer, each, masks, checks, signal, onPart: counter };
  const { figures, table, omitted } = await saliencyReport(run, data, given);
  if (omitted.length > 0) {
    const names = omitted.map((method) => METHOD_NAMES[method]).join(', ');
    console.log(`${names} is left out: ${run.network.name} has no layer with height and width`);
  }
  if (table) {
    console.log(`${run.split}, ${table[0].Maps} maps per method, each for the image's label`);
    console.log(textTable(tableOf(table, table.length)));
  }
  await saveSaliency(folder, run, { figures, checks: table }, { signal, save: saveResults });
  console.log(`written to ${relative(process.cwd(), folder.figures)}`);
});
