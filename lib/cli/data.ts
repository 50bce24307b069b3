/** `npm run data -- PATH`: checks downloaded data and installs it in `datasets/`. */
import { relative, resolve } from 'node:path';
import { ROOT } from '../core/files';
import { documented } from '../core/help';
import { choice, optional, text } from '../core/keys';
import { install, installable } from '../data/install';
import { command } from './command';

const KEYS = documented(__filename, {
  /** Downloaded file, archive or folder. */
  path: text(undefined, 'path'),
  /** Data set in the download. */
  dataset: optional(choice(installable(), 'fer2013'), 'recognised by its content'),
});

const usage = {
  name: 'data',
  summary: 'Reads and checks downloaded data, and copies it to datasets/.',
  keys: KEYS,
  bare: 'path',
  examples: ['fer2013.tar.gz', 'CK+48 dataset=ckplus'],
};

command(usage, async ({ values }) => {
  const { path, dataset } = values;
  const place = await install(resolve(ROOT, path), { dataset, onNotice: console.log });
  console.log(`installed in ${relative(ROOT, place)}`);
});
