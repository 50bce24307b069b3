/** Adds a picture to every figure of an executed notebook: what `npm run notebooks` runs last. */
import { closeBrowser } from '../figures/browser';
import { addPictures } from '../notebook/pictures';
import { command } from './command';

command(
  async (values) => {
    await addPictures(values.get('path')!, console.error);
    await closeBrowser();
  },
  { bare: 'path' },
);
