/** `npm run report -- name=my_vgg`: a run on one page, as HTML that needs nothing else and as PDF. */
import { relative } from 'node:path';
import { closeBrowser } from '../figures/browser';
import { writeReport } from '../report';
import { readSettings, runFolder } from '../training/run';
import { command, nameOf, onlyKeys } from './command';
import { imagesAtHand } from './images';

command(async (values) => {
  onlyKeys(values, ['name', 'path', 'model_save_dir']);
  const name = nameOf(values);
  const folder = runFolder(name, values.get('model_save_dir'));
  const data = await imagesAtHand(readSettings(folder), values.get('path'));
  try {
    for (const file of await writeReport(folder, data)) console.log(relative(process.cwd(), file));
  } finally {
    await closeBrowser();
  }
});
