/** Heat, edges and gray values against values worked out by hand. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { edgeMaps } from '../../lib/saliency/checks/edges';
import { localisation } from '../../lib/saliency/checks/pointing';
import { meanSimilarity } from '../../lib/saliency/checks/similarity';
import { faults, heats } from '../../lib/saliency/heat';
import { grays, meanGrays } from '../../lib/saliency/inputs';
import type { Method } from '../../lib/saliency/methods';
import { near } from './near';
import { CROP_PIXELS, noiseCrops, SEEN } from './networks';

const crops = noiseCrops(2);
const images = grays(crops);
const image = (i: number) => images.subarray(i * CROP_PIXELS, (i + 1) * CROP_PIXELS);
const place = (k: number) => [k % 40, Math.floor(k / 40)];

test('edges are Sobel’s slopes, continued at the border, the steepest 1', () => {
  const { pixels } = crops;
  const maps = edgeMaps(crops);
  const gray = (i: number, x: number, y: number) =>
    pixels[i * CROP_PIXELS + Math.min(39, Math.max(0, y)) * 40 + Math.min(39, Math.max(0, x))];
  const slopes = Array.from({ length: CROP_PIXELS }, (_, k) => {
    const [x, y] = place(k);
    const across = [-1, 0, 0, 1].reduce((sum, v) => sum + gray(1, x + 1, y + v) - gray(1, x - 1, y + v), 0);
    const along = [-1, 0, 0, 1].reduce((sum, u) => sum + gray(1, x + u, y + 1) - gray(1, x + u, y - 1), 0);
    return Math.hypot(across, along);
  });
  const most = Math.max(...slopes);
  near(
    [...maps.subarray(CROP_PIXELS)],
    slopes.map((value) => value / most),
    1e-6,
  );
});

test('maps without heat do not count as alike, nor do they point', () => {
  const one = new Float32Array(3 * CROP_PIXELS);
  one.set([1], 0);
  one.set([1], CROP_PIXELS);
  const other = one.slice().fill(0, CROP_PIXELS, 2 * CROP_PIXELS);
  let calls = 0;
  const found = meanSimilarity(one, other, CROP_PIXELS, (a) => {
    calls++;
    return a[0] / 2;
  });
  assert.deepEqual([found, calls], [0.5, 1]);
  const region = new Uint8Array(3 * CROP_PIXELS).fill(1);
  assert.equal(localisation(other, region, CROP_PIXELS).n, 1);
});

test('gray values are shares of 255, and mean grays are each image’s own', () => {
  near([...grays({ ...SEEN, pixels: Uint8Array.of(0, 51, 255), labels: new Uint8Array() })], [0, 0.2, 1], 1e-7);
  near(
    [...meanGrays(images, CROP_PIXELS)],
    [0, 1].map((i) => image(i).reduce((sum, value) => sum + value, 0) / CROP_PIXELS),
    1e-6,
  );
});

test('each method’s numbers become heat in its own way, each map for itself', () => {
  const values = new Float32Array(2 * CROP_PIXELS);
  values.set([-4, 2, 1], CROP_PIXELS);
  const expected = { magnitude: [1, 0.5, 0.25, 0], positive: [0, 1, 0.5, 0], above: [0, 1, 5 / 6, 4 / 6] };
  const kinds: Readonly<Record<Method, keyof typeof expected>> = {
    gradient: 'magnitude',
    input_gradient: 'magnitude',
    integrated: 'magnitude',
    smoothgrad: 'magnitude',
    gradcam: 'positive',
    occlusion: 'positive',
    rise: 'above',
  };
  for (const [method, kind] of Object.entries(kinds) as [Method, keyof typeof expected][]) {
    const maps = heats({ method, values, size: 40 });
    near([...maps.subarray(CROP_PIXELS, CROP_PIXELS + 4)], expected[kind], 1e-6);
    assert.ok(maps.subarray(0, CROP_PIXELS).every((value) => value === 0));
  }
  values.fill(Number.NaN, CROP_PIXELS, CROP_PIXELS + 1);
  const explanation = {
    method: 'gradient',
    values,
    size: 40,
    weights: new Float32Array(14),
    logits: new Float32Array(14),
  } as const;
  assert.deepEqual(faults(explanation, crops), ['the map is all 0', 'the map has NaN']);
  assert.ok(heats(explanation).every((value) => value === 0));
});
