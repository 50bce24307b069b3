/** `npm run data -- PATH`: checks what was downloaded and installs it below `datasets/`. */
import { relative, resolve } from 'node:path';
import { INSTALLABLE, install } from '../data/install';
import { InputError } from '../errors';
import { ROOT } from '../files';
import { command, oneOf, onlyKeys } from './command';

command(
  async (values) => {
    onlyKeys(values, ['path', 'dataset']);
    const path = values.get('path');
    if (path === undefined) throw new InputError('path', 'missing', 'give one, as npm run data -- fer2013.tar.gz');
    const dataset = oneOf(values, 'dataset', INSTALLABLE);
    const place = await install(resolve(ROOT, path), { dataset, onNotice: console.log });
    console.log(`installed in ${relative(ROOT, place)}`);
  },
  { bare: 'path' },
);
