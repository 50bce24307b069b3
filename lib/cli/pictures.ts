/** Adds a PNG to every figure of an executed notebook: the last step of `npm run notebooks`. */
import { text } from '../core/keys';
import { closeBrowser } from '../figures/browser';
import { addPictures } from '../notebook/pictures';
import { command } from './command';

const usage = {
  name: 'pictures',
  summary: 'Adds a PNG to every figure of an executed notebook.',
  keys: { path: text(undefined, 'notebook') },
  bare: 'path',
  examples: ['outputs/notebooks/02-train.ipynb'],
};

command(usage, async ({ values }) => {
  await addPictures(values.path, console.error);
  await closeBrowser();
});
