/** `npm run demo -- name=my_vgg`: serves a page that predicts the classes of faces in photos and camera pictures. */
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { writeFolderWhole } from '../core/changes';
import { InputError } from '../core/errors';
import { ROOT } from '../core/files';
import { documented } from '../core/help';
import { integer, optional, text } from '../core/keys';
import { counter } from '../terminal/counter';
import { requireRunNetwork } from '../training/own-kinds';
import { readSettings, runFolder } from '../training/run-folder';
import { command } from './command';
import { loadFor } from './images';
import { RUN_KEYS, WEIGHTS_KEYS } from './run-keys';

const KEYS = documented(__filename, {
  ...RUN_KEYS,
  ...WEIGHTS_KEYS,
  /** Port of the page on 127.0.0.1; 0 for a free one. */
  port: integer(8080, 0, 65535),
  /** Folder to write the page to, as static files for any web server, instead of serving it. */
  export: optional(text(undefined, 'folder'), 'serve the page'),
});

const usage = {
  name: 'demo',
  summary: 'Serves a page that finds faces in photos and camera pictures and predicts their classes, in the browser.',
  keys: KEYS,
  examples: ['name=my_vgg', 'name=my_vgg export=public/demo'],
};

command(usage, async ({ values }, signal) => {
  const folder = runFolder(values.name, values.model_save_dir);
  const settings = readSettings(folder);
  requireRunNetwork(folder, settings);
  const target = values.export === undefined ? undefined : freeFolder(values.export);
  const { demoSite } = await import('../demo/site');
  const files = await demoSite(folder, {
    epoch: values.epoch,
    data: () => loadFor(settings.options),
    ...{ signal, onNotice: console.error, onProgress: counter },
  });
  if (target !== undefined) {
    writeFolderWhole(target, files);
    console.log(`written to ${relative(process.cwd(), target)}; the camera needs a web server with https`);
    return;
  }
  const { serve } = await import('../demo/serve');
  const served = await serve(files, values.port);
  console.log(`${served.address} serves this machine only; Ctrl-C stops it`);
  if (!signal.aborted) await once(signal, 'abort');
  await served.close();
});

/** @throws {InputError} for a folder with files that no demo wrote */
function freeFolder(given: string): string {
  const path = resolve(ROOT, given);
  const entries = existsSync(path) ? readdirSync(path) : [];
  if (entries.length > 0 && !existsSync(join(path, 'lib', 'demo', 'page', 'main.js')))
    throw new InputError('export', given, 'must be a new folder, an empty one, or one that this command wrote');
  return path;
}
