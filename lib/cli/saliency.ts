/** `npm run saliency -- name=my_vgg`: saliency maps of a run, and sanity checks of the maps. */
import { relative } from 'node:path';
import { documented } from '../core/help';
import { flag, integer } from '../core/keys';
import { kindKey } from '../core/kind-key';
import { saveSaliency } from '../figures/saliency-files';
import { openRun } from '../runs/run';
import { methods } from '../saliency/methods';
import { counter } from '../terminal/counter';
import { tableOf, textTable } from '../terminal/text-table';
import { command } from './command';
import { givenOptions, methodKey, methodKeys } from './method-keys';
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
  layer: methodKey('gradcam', 'layer', 'the last one whose map is at least a quarter of the image wide'),
  /** Number of RISE's masks. */
  masks: methodKey('rise', 'masks'),
});

const usage = (argv: readonly string[]) => ({
  name: 'saliency',
  summary: 'Draws saliency maps of a run, and checks whether the maps depend on what the network has learned.',
  keys: { ...methodKeys(argv, KEYS), ...KEYS },
  examples: ['name=my_vgg', 'name=my_vgg method=gradcam images=10 checks=no'],
});

command(usage, async ({ values, given }, signal) => {
  const { name, split, checks, epoch, images, path, model_save_dir } = values;
  const method = methods.properName(values.method);
  const options = givenOptions(method, given);
  const run = openRun(name, { model_save_dir, path, onNotice: console.log });
  const explained = await run.explain({
    ...options,
    ...{ split, epoch, method, images, checks, signal, onPart: counter },
  });
  const { figures, table } = explained;
  if (table) {
    console.log(`${explained.split}, ${table[0].Maps} maps per method, each for the image's label`);
    console.log(textTable(tableOf(table, table.length)));
  }
  await saveSaliency(run.folder, explained, { figures, checks: table }, { signal, save: saveResults });
  console.log(`written to ${relative(process.cwd(), run.folder.figures)}`);
});
