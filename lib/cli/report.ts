/** `npm run report -- name=my_vgg`: writes one page about a run, as a self-contained HTML file and as PDF. */
import { relative } from 'node:path';
import { closeBrowser } from '../figures/browser';
import { openClassifier } from '../runs/classifier';
import { command } from './command';
import { CLASSIFIER_KEYS, IMAGE_KEYS } from './run-keys';

const usage = {
  name: 'report',
  summary: 'Writes one page about a run, imported predictions or an ensemble: a self-contained HTML file and a PDF.',
  keys: { ...CLASSIFIER_KEYS, path: IMAGE_KEYS.path },
  examples: ['name=my_vgg'],
};

command(usage, async ({ values }) => {
  const { name, model_save_dir, path } = values;
  const classifier = openClassifier(name, { model_save_dir, path, onNotice: console.log });
  try {
    for (const file of await classifier.report()) console.log(relative(process.cwd(), file));
  } finally {
    await closeBrowser();
  }
});
