/** `npm run report -- name=my_vgg`: writes one page about a run, as a self-contained HTML file and as PDF. */
import { relative } from 'node:path';
import { closeBrowser } from '../figures/browser';
import { writeReport } from '../report';
import { readSettings, runFolder } from '../training/run-folder';
import { command } from './command';
import { imagesAtHand } from './images';
import { IMAGE_KEYS, RUN_KEYS } from './run-keys';

const usage = {
  name: 'report',
  summary: 'Writes one page about a run: a self-contained HTML file and a PDF.',
  keys: { ...RUN_KEYS, path: IMAGE_KEYS.path },
  examples: ['name=my_vgg'],
};

command(usage, async ({ values }) => {
  const folder = runFolder(values.name, values.model_save_dir);
  const data = await imagesAtHand(readSettings(folder), values.path);
  try {
    for (const file of await writeReport(folder, data)) console.log(relative(process.cwd(), file));
  } finally {
    await closeBrowser();
  }
});
