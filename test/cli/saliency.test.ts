import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { ROOT } from '../../lib/core/files';
import { assertRefused, commandRunner, programOf } from './run-command';

const scratch = mkdtempSync(join(tmpdir(), 'fer-saliency-'));
after(() => rmSync(scratch, { recursive: true, force: true }));

const folder = join(scratch, 'run');
const common = ['name=untrained', `model_save_dir=${folder}`];

const run = commandRunner();

test('a run without epochs is explained with all figures', async () => {
  const trained = await run('train', ...common, 'dataset=faces', 'network=narrow_vgg', 'n_epochs=0', 'limit=7');
  assert.equal(trained.status, 0, trained.stderr);
  const explained = await run(
    'saliency',
    ...common,
    'images=1',
    'masks=8',
    'checks=no',
    'split=PublicTest',
    'method=gradcam',
  );
  assert.equal(explained.status, 0, explained.stderr);
  assert.match(explained.stdout, /^PublicTest: 1 image of each class, of 7, weights of epoch 0$/m);
  for (const figure of ['panels', 'classes', 'methods', 'means', 'mistakes']) {
    const name = `saliency-${figure}-PublicTest`;
    const file = join(folder, 'figures', `${name}.svg`);
    assert.ok(existsSync(file), file);
    const record = JSON.parse(readFileSync(join(folder, 'figures', 'saliency.json'), 'utf8'));
    assert.deepEqual(record[name], { epoch: 0, step: 0 });
    if (figure === 'classes') assert.match(readFileSync(file, 'utf8'), /PublicTest: Grad-CAM/);
  }
});

const REFUSED: Record<string, [args: string[], line: RegExp]> = {
  'no name': [[], /^error: name: missing; give one, for example name=my_vgg$/],
  'a run that is not there': [['name=nobody'], /^error: name: .*nobody; must contain a run; npm run train makes one$/],
  'an unknown method': [[...common, 'method=lime'], /^error: method: lime; must be one of gradient, input_gradient, /],
  'half an image': [[...common, 'images=0.5'], /^error: images: 0.5; must be an integer in \[1, 100000\]$/],
  'an unknown key': [[...common, 'faces=3'], /^error: faces: 3; must be one of the keys name, model_save_dir, /],
  'a layer that is not there': [[...common, 'layer=conv9'], /^error: layer: conv9; must be one of conv0, bn0, /],
};

for (const [what, [args, line]] of Object.entries(REFUSED)) {
  test(`saliency rejects ${what} with one line and status 2`, async () => {
    assertRefused(await run('saliency', ...args), line);
  });
}

test('saliency stops at SIGINT with status 130 and leaves no partial files', async () => {
  const child = spawn(process.execPath, [...programOf('saliency'), ...common, 'images=1'], { cwd: ROOT });
  for await (const text of child.stdout) if (/of each class/.test(String(text))) break;
  setTimeout(() => child.kill('SIGINT'), 500);
  const [status] = await once(child, 'exit');
  assert.equal(status, 130);
  assert.ok(!existsSync(join(folder, 'figures', 'saliency-checks-PrivateTest.csv')));
});
