import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { tf } from '../../lib/runtime';
import { write } from '../data/files';
import { temporaryFolder } from '../data/tables';
import { commandRunner } from './run-command';

const CLASSES = ['ant', 'bee', 'cow', 'dog', 'elk'];
const EMOTION = /emotion|angry|anger|disgust|\bfear|happy|\bsad\b|surprise|neutral|contempt|fer2013/i;

/** Twenty JPEGs of 60×50 pixels of each class. */
async function animals(): Promise<Record<string, Uint8Array>> {
  const files: Record<string, Uint8Array> = {};
  for (const [k, name] of CLASSES.entries())
    for (let i = 0; i < 20; i++) {
      const pixels = Array.from({ length: 60 * 50 * 3 }, (_, at) => (40 * k + ((at * (i + 3)) % 31)) % 256);
      const image = tf.tensor3d(pixels, [50, 60, 3], 'int32');
      files[`${name}/${i}.jpg`] = await tf.node.encodeJpeg(image, 'rgb', 100);
      image.dispose();
    }
  return files;
}

const run = commandRunner();

test('JPEGs of five own classes go through the commands without a word about emotions', async (t) => {
  const dataset = write(t, await animals());
  const [scratch, folder] = [temporaryFolder(t), join(temporaryFolder(t), 'run')];
  const at = ['name=animals', `model_save_dir=${folder}`];
  const commands: readonly (readonly [string, ...string[]])[] = [
    ['audit', `dataset=${dataset}`],
    [
      'train',
      ...at,
      `dataset=${dataset}`,
      'network=narrow_vgg',
      'n_epochs=1',
      'bs=20',
      'augment=crops',
      'select_on=f1',
    ],
    ['evaluate', ...at, 'views=center'],
    ['saliency', ...at, 'method=gradient', 'images=1', 'checks=no'],
    ['export', ...at, 'format=onnx'],
    ['compare', folder, `folder=${join(scratch, 'compared')}`],
    ['report', ...at],
  ];
  for (const [name, ...args] of commands) {
    const { status, stdout, stderr } = await run(name, ...args);
    assert.equal(status, 0, `${name}: ${stdout}${stderr}`);
    assert.doesNotMatch(stdout, EMOTION, name);
  }
  const texts = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /(evaluation|figures|export)\/.*\.(json|csv|tex|svg|md)$|^report\.html$/.test(file),
  );
  assert.ok(texts.length >= 8, texts.join());
  for (const file of texts) {
    const text = readFileSync(join(folder, file), 'utf8').replaceAll(/base64,[A-Za-z0-9+/=]+/g, '');
    assert.doesNotMatch(text, EMOTION, file);
  }
  const table = readFileSync(join(folder, 'evaluation', 'PrivateTest-predictions.csv'), 'utf8');
  assert.match(table, /^index,label,predicted,ant,bee,cow,dog,elk\n/);
  assert.ok(existsSync(join(folder, 'report.pdf')));
});
