/** `npm run record -- name=my_vgg`: publishes a run in `results/`. */
import { relative } from 'node:path';
import { documented } from '../core/help';
import { accuracyText } from '../evaluation/describe';
import { readEvaluation } from '../evaluation/stored';
import { closeBrowser } from '../figures/browser';
import { openRun } from '../runs/run';
import { counter } from '../terminal/counter';
import { reportSplit, selectionSplit } from '../training/protocol';
import { command } from './command';
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
  const { name, model_save_dir, path, epoch } = values;
  const run = openRun(name, { model_save_dir, path, onNotice: console.log });
  const { protocol } = run.settings;
  try {
    const record = await run.record({ epoch, signal, onProgress: counter('images') });
    for (const split of [selectionSplit(protocol), reportSplit(protocol)])
      console.log(`${split}: ${accuracyText(readEvaluation(record, split).evaluation)}`);
    console.log(`written to ${relative(process.cwd(), record.path)}`);
  } finally {
    await closeBrowser();
  }
});
