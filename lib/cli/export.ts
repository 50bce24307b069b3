/** `npm run export -- name=my_vgg format=onnx,tfjs`: hands a run's network on, with a model card. */
import { statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { counter } from '../notebook/counter';
import { requireRunNetwork } from '../training/own-kinds';
import { readSettings, runFolder } from '../training/run';
import { checkpointOf } from './checkpoint';
import { command, nameOf, onlyKeys } from './command';

command(async (values, signal) => {
  onlyKeys(values, ['name', 'format', 'epoch', 'model_save_dir']);
  const name = nameOf(values);
  const checkpoint = checkpointOf(values.get('epoch'));
  const folder = runFolder(name, values.get('model_save_dir'));
  requireRunNetwork(folder, readSettings(folder)); // before TensorFlow loads
  const { exportRun } = await import('../evaluation/export');
  const formats = values.get('format')?.split(',');
  const files = await exportRun(folder, { formats, checkpoint, signal, onProgress: counter('formats') });
  const place = join(folder.path, 'export');
  for (const entry of new Set(files.map((file) => file.split('/')[0]))) {
    const sizes = files.filter((file) => file.split('/')[0] === entry).map((file) => statSync(join(place, file)).size);
    console.log(`${relative(process.cwd(), join(place, entry))}  ${megabytes(sizes.reduce((a, b) => a + b))}`);
  }
});

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(bytes < 1e5 ? 3 : 1)} MB`;
}
