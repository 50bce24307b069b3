import assert from 'node:assert/strict';
import { test } from 'node:test';
import { randomStream } from '../../lib/core/random';
import { bilinear } from '../../lib/saliency/bilinear';
import { explain } from '../../lib/saliency/explain';
import { grays } from '../../lib/saliency/inputs';
import { drawMasks } from '../../lib/saliency/methods/rise';
import { probe } from '../../lib/saliency/probe';
import { CROP_PIXELS, linearNetwork, noiseCrops } from './networks';

const weightOf = (pixel: number, label: number) => (label + 1) * (((pixel * 7) % 11) - 5) * 2e-3;
const crops = noiseCrops(2);

for (const shown of [0.2, 0.5, 0.9]) {
  test(`the map is the mean of the masks, weighted by probability, divided by the shown share: ${shown}`, async () => {
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

/** The linear network's output for an image whose hidden part fades to its mean gray. */
function probabilityOfSad(image: Float32Array, mask: Float32Array): number {
  const gray = image.reduce((sum, value) => sum + value, 0) / CROP_PIXELS;
  const logits = [0, 1, 2, 3, 4, 5, 6].map((label) =>
    image.reduce((sum, value, k) => sum + weightOf(k, label) * (mask[k] * value + (1 - mask[k]) * gray), 0),
  );
  const powers = logits.map(Math.exp);
  return powers[4] / powers.reduce((sum, power) => sum + power, 0);
}

test('a mask is drawn cell by cell, then its place: old runs keep their masks', () => {
  const masks = drawMasks(8, 4, { cells: 2, shown: 0.5, seed: 3 });
  assert.equal(masks.length, 8 * 16);
  for (let j = 0; j < 8; j++) {
    const random = randomStream(3, j);
    const grid = Float32Array.from({ length: 9 }, () => (random.chance(0.5) ? 1 : 0));
    const [top, left] = [random.between(0, 2), random.between(0, 2)].map(Math.floor);
    const large = new Float32Array(36);
    bilinear(grid, { height: 3, width: 3 }, large, 6);
    const expected = [0, 1, 2, 3].flatMap((y) => [0, 1, 2, 3].map((x) => large[(top + y) * 6 + left + x]));
    assert.deepEqual([...masks.subarray(j * 16, (j + 1) * 16)], expected, `mask ${j}`);
  }
});
