/** `npm run export -- name=my_vgg format=onnx,tfjs`: exports a run's network, with a model card. */
import { statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { documented } from '../core/help';
import { list } from '../core/keys';
import { FORMAT_NAMES } from '../models/weights/format-names';
import { openRun } from '../runs/run';
import { counter } from '../terminal/counter';
import { command } from './command';
import { RUN_KEYS, WEIGHTS_KEYS } from './run-keys';

const KEYS = documented(__filename, {
  ...RUN_KEYS,
  ...WEIGHTS_KEYS,
  /** Formats to write. */
  format: list(FORMAT_NAMES, FORMAT_NAMES),
});

const usage = {
  name: 'export',
  summary: "Writes a run's network for other programs, with a model card, to export/ in the run's folder.",
  keys: KEYS,
  examples: ['name=my_vgg', 'name=my_vgg format=onnx,tfjs'],
};

command(usage, async ({ values }, signal) => {
  const run = openRun(values.name, { model_save_dir: values.model_save_dir });
  const given = { formats: values.format, epoch: values.epoch, signal, onProgress: counter('formats') };
  const files = await run.export(given);
  const place = join(run.folder.path, 'export');
  for (const entry of new Set(files.map((file) => file.split('/')[0]))) {
    const sizes = files.filter((file) => file.split('/')[0] === entry).map((file) => statSync(join(place, file)).size);
    console.log(`${relative(process.cwd(), join(place, entry))}  ${megabytes(sizes.reduce((a, b) => a + b))}`);
  }
});

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(bytes < 1e5 ? 3 : 1)} MB`;
}
