import { after, test } from 'node:test';
import { integratedGradients } from '../../lib/saliency/methods/integrated';
import { occlusion } from '../../lib/saliency/methods/occlusion';
import { probe } from '../../lib/saliency/probe';
import { noiseValues } from '../noise';
import { assertClose, REFERENCE_DIGITS } from '../rounding';
import { CROP, mapTolerance, referenceNetwork } from './networks';
import reference from './pytorch_reference.json';

const network = referenceNetwork();
const probed = probe(network);
const images = noiseValues(2 * CROP * CROP, 0.5, 100).map((value) => value + 0.5);
const weights = rows((label, i) => (label === reference.targets[i] ? 1 : 0));
const logits = probed.logits(images);
const question = { probe: probed, images, weights, logits };

after(() => {
  probed.dispose();
  network.dispose();
});

test('gradients equal PyTorch’s: of the largest logit, of a class, of a difference', async () => {
  await close(() => probed.gradients(images).logits, reference.logits);
  await close(() => probed.gradients(images).gradients, reference.largest);
  await close(() => probed.gradients(images, weights).gradients, reference.target);
  const difference = rows((label) => (label === 6 ? 1 : label === 0 ? -1 : 0));
  await close(() => probed.gradients(images, difference).gradients, reference.difference);
});

test('integrated gradients equal captum’s', async () => {
  await close(() => integratedGradients.explain(question, { steps: 50, baseline: 0 }), reference.integrated);
});

for (const [layer, expected] of Object.entries(reference.cams)) {
  test(`Grad-CAM at ${layer} equals captum’s`, async () => {
    await close(() => probed.cam(layer, images, weights), expected); // [2, h, w]
  });
}

test('occlusion equals captum’s', async () => {
  const fourths = (map: Float32Array) => map.filter((_, k) => k % 4 === 0 && Math.floor(k / CROP) % 4 === 0);
  await close(async () => fourths(await occlusion.explain(question, { window: 8, stride: 4 })), reference.occlusion);
});

function rows(weight: (label: number, image: number) => number): Float32Array {
  return Float32Array.from({ length: 2 * 7 }, (_, k) => weight(k % 7, Math.floor(k / 7)));
}

/** Within the rounding errors of the network. */
async function close(map: () => Float32Array | Promise<Float32Array>, expected: readonly number[]): Promise<void> {
  assertClose(await map(), expected, REFERENCE_DIGITS + (await mapTolerance(probed, map)), 'map');
}
