/** `npm run record -- name=my_vgg`: publishes a run in `results/`. */
import { relative } from 'node:path';
import { documented } from '../core/help';
import { accuracyText } from '../evaluation/describe';
import { readEvaluation } from '../evaluation/stored';
import { closeBrowser } from '../figures/browser';
import { counter } from '../terminal/counter';
import { requireRunNetwork } from '../training/own-kinds';
import { reportSplit, selectionSplit } from '../training/protocol';
import { readSettings, runFolder } from '../training/run-folder';
import { command } from './command';
import { ferPlusFor, loadFor } from './images';
import { IMAGE_KEYS, RUN_KEYS, WEIGHTS_KEYS } from './run-keys';

const KEYS = documented(__filename, {
  ...RUN_KEYS,
  path: IMAGE_KEYS.path,
  /** Weights to publish: the last ones, which no split selected, those of the best epoch, or of one that was kept. */
  epoch: { ...WEIGHTS_KEYS.epoch, default: 'last' as const },
});

const usage = {
  name: 'record',
  summary: 'Publishes a run in results/NAME: settings, history, float16 weights, evaluations and figures.',
  keys: KEYS,
  examples: ['name=my_vgg', 'name=my_vgg epoch=best'],
};

command(usage, async ({ values }, signal) => {
  const folder = runFolder(values.name, values.model_save_dir);
  const run = readSettings(folder);
  requireRunNetwork(folder, run); // before TensorFlow loads
  const data = await loadFor({ ...run.options, path: values.path ?? run.options.path });
  const { recordRun } = await import('../runs/record');
  try {
    const options = { checkpoint: values.epoch, ferplus: ferPlusFor(data, undefined), signal };
    const record = await recordRun(folder, { ...options, data, onProgress: counter('images') });
    for (const split of [selectionSplit(run.options.protocol), reportSplit(run.options.protocol)])
      console.log(`${split}: ${accuracyText(readEvaluation(record, split).evaluation)}`);
    console.log(`written to ${relative(process.cwd(), record.path)}`);
  } finally {
    await closeBrowser();
  }
});
