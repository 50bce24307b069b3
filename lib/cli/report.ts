/** `npm run report -- name=my_vgg`: writes one page about a run, as a self-contained HTML file and as PDF. */
import { relative } from 'node:path';
import { classifierFolder } from '../evaluation/classifiers/place';
import { classifierSettings } from '../evaluation/classifiers/settings';
import { closeBrowser } from '../figures/browser';
import { writeReport } from '../report';
import { command } from './command';
import { imagesAtHand } from './images';
import { CLASSIFIER_KEYS, IMAGE_KEYS } from './run-keys';

const usage = {
  name: 'report',
  summary: 'Writes one page about a run, imported predictions or an ensemble: a self-contained HTML file and a PDF.',
  keys: { ...CLASSIFIER_KEYS, path: IMAGE_KEYS.path },
  examples: ['name=my_vgg'],
};

command(usage, async ({ values }) => {
  const folder = classifierFolder(values.name, values.model_save_dir);
  const data = await imagesAtHand(classifierSettings(folder), values.path);
  try {
    for (const file of await writeReport(folder, data)) console.log(relative(process.cwd(), file));
  } finally {
    await closeBrowser();
  }
});
