import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explain } from '../../lib/saliency/explain';
import { grays } from '../../lib/saliency/inputs';
import { drawMasks } from '../../lib/saliency/methods/rise';
import { probe } from '../../lib/saliency/probe';
import { CROP_PIXELS, linearNetwork, noiseCrops } from './networks';

const weightOf = (pixel: number, label: number) => (label + 1) * (((pixel * 7) % 11) - 5) * 2e-3;
const crops = noiseCrops(2);

for (const shown of [0.2, 0.5, 0.9]) {
  test(`the map is the mean of the masks, each times its probability, over the share shown: ${shown}`, async () => {
    const network = linearNetwork(weightOf);
    const asked = probe(network);
    const options = { masks: 20, cells: 5, seed: 3, shown };
    const { values } = await explain(asked, crops, 'rise', { ...options, target: 'Sad' });
    const masks = drawMasks(20, 40, options);
    grays(crops).forEach((_, k, images) => {
      if (k % 97 !== 0) return;
      const image = images.subarray(Math.floor(k / CROP_PIXELS) * CROP_PIXELS).subarray(0, CROP_PIXELS);
      let sum = 0;
      for (let j = 0; j < 20; j++) {
        const mask = masks.subarray(j * CROP_PIXELS, (j + 1) * CROP_PIXELS);
        sum += probabilityOfSad(image, mask) * mask[k % CROP_PIXELS];
      }
      const expected = sum / (20 * shown);
      assert.ok(Math.abs(values[k] - expected) < 1e-5, `${values[k]} instead of ${expected} at ${k}`);
    });
    asked.dispose();
    network.dispose();
  });

  test(`the masks show that share of the image: ${shown}`, () => {
    const masks = drawMasks(400, 40, { cells: 7, shown, seed: 1 });
    const mean = masks.reduce((sum, value) => sum + value, 0) / masks.length;
    assert.ok(Math.abs(mean - shown) < 0.02, `${mean}`);
  });
}

/** What the linear network says of an image whose hidden part fades to its mean gray. */
function probabilityOfSad(image: Float32Array, mask: Float32Array): number {
  const gray = image.reduce((sum, value) => sum + value, 0) / CROP_PIXELS;
  const logits = [0, 1, 2, 3, 4, 5, 6].map((label) =>
    image.reduce((sum, value, k) => sum + weightOf(k, label) * (mask[k] * value + (1 - mask[k]) * gray), 0),
  );
  const powers = logits.map(Math.exp);
  return powers[4] / powers.reduce((sum, power) => sum + power, 0);
}
