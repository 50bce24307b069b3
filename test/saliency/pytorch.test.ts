import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { CROP } from '../../lib/data/views';
import { integratedGradients } from '../../lib/saliency/methods/integrated';
import { occlusion } from '../../lib/saliency/methods/occlusion';
import { probe } from '../../lib/saliency/probe';
import { noise, referenceNetwork } from './networks';
import reference from './pytorch_reference.json';

const network = referenceNetwork();
const asked = probe(network);
const images = noise(2 * CROP * CROP, 0.5, 100).map((value) => value + 0.5);
const weights = rows((label, i) => (label === reference.targets[i] ? 1 : 0));
const logits = asked.logits(images);
const question = { probe: asked, images, weights, logits };

after(() => {
  asked.dispose();
  network.dispose();
});

test('gradients are PyTorch’s: of the largest logit, of a class, of a difference', () => {
  const largest = asked.gradients(images);
  close(largest.logits, reference.logits, 1e-4);
  close(largest.gradients, reference.largest, 1e-4);
  close(asked.gradients(images, weights).gradients, reference.target, 1e-4);
  const difference = rows((label) => (label === 6 ? 1 : label === 0 ? -1 : 0));
  close(asked.gradients(images, difference).gradients, reference.difference, 1e-4);
});

test('integrated gradients are captum’s', async () => {
  close(await integratedGradients.explain(question, { steps: 50, baseline: 0 }), reference.integrated, 1e-3);
});

for (const [layer, expected] of Object.entries(reference.cams)) {
  test(`Grad-CAM at ${layer} is captum’s`, () => {
    const map = asked.cam(layer, images, weights); // [2, h, w]
    close(map, expected, 1e-3);
  });
}

test('occlusion is captum’s', async () => {
  const map = await occlusion.explain(question, { window: 8, stride: 4 });
  const fourths = map.filter((_, k) => k % 4 === 0 && Math.floor(k / CROP) % 4 === 0);
  close(fourths, reference.occlusion, 1e-3);
});

function rows(weight: (label: number, image: number) => number): Float32Array {
  return Float32Array.from({ length: 2 * 7 }, (_, k) => weight(k % 7, Math.floor(k / 7)));
}

/** Differences are measured against the largest value. */
function close(actual: Float32Array, expected: readonly number[], tolerance: number): void {
  assert.equal(actual.length, expected.length);
  const most = Math.max(...expected.map(Math.abs));
  const worst = expected.reduce((sum, value, k) => Math.max(sum, Math.abs(actual[k] - value)), 0);
  assert.ok(worst <= tolerance * most, `off by ${worst / most} of the largest value`);
}
