import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { efficientnet } from '../../lib/models/efficientnet';
import { conv2d, dense, flatten, maxPool } from '../../lib/models/layers';
import { build } from '../../lib/models/network';
import { tf } from '../../lib/runtime';
import { bilinear } from '../../lib/saliency/bilinear';
import { type ExplainOptions, explain, methodsFor } from '../../lib/saliency/explain';
import { faults, heats } from '../../lib/saliency/heat';
import { centers, grays, type Inputs } from '../../lib/saliency/inputs';
import { METHODS, type Method } from '../../lib/saliency/methods';
import { defaultLayer } from '../../lib/saliency/methods/gradcam';
import { drawMasks } from '../../lib/saliency/methods/rise';
import { probe } from '../../lib/saliency/probe';
import { gaussLegendre } from '../../lib/saliency/quadrature';
import { PAPER } from '../models/paper';
import { assertClose, roundingTolerance } from '../rounding';
import { CROP_PIXELS, linearNetwork, mapTolerance, noiseCrops, referenceNetwork, SEEN } from './networks';

/** Logit k is the sum of the pixels, each times its own weight and k + 1. */
const slope = (pixel: number) => ((pixel * 7) % 11) - 5;
const linear = linearNetwork((pixel, label) => (label + 1) * slope(pixel));
const probed = probe(linear);
const crops = noiseCrops(3);
const quick: ExplainOptions = { target: 'Fear', samples: 4, steps: 3, masks: 40 };

after(() => {
  probed.dispose();
  linear.dispose();
});

test('the gradients of a linear network are its weights, for all averages', async () => {
  for (const method of ['gradient', 'smoothgrad'] as const) {
    const { values } = await explain(probed, crops, method, quick);
    for (const [k, value] of values.entries()) near(value, 3 * slope(k % CROP_PIXELS));
  }
});

test('for a linear network, input × gradient and integrated gradients are the pixels’ shares of the logit', async () => {
  const images = grays(crops);
  for (const method of ['input_gradient', 'integrated'] as const) {
    const { values, logits } = await explain(probed, crops, method, quick);
    for (const [k, value] of values.entries()) near(value, 3 * slope(k % CROP_PIXELS) * images[k]);
    const shares = values.subarray(0, CROP_PIXELS);
    near(
      shares.reduce((a, b) => a + b, 0),
      logits[2],
      sumTolerance(shares),
    );
  }
});

test('integrated gradients start at the baseline', async () => {
  const { values } = await explain(probed, crops, 'integrated', { ...quick, baseline: 0.5 });
  near(values[0], 3 * slope(0) * (grays(crops)[0] - 0.5));
});

test('a target is a class, the label, the prediction, or a difference of two', async () => {
  const weight = (target: ExplainOptions['target']) =>
    explain(probed, crops, 'gradient', { target }).then(({ values }) =>
      [0, 1, 2].map((i) => values[i * CROP_PIXELS] / slope(0)),
    );
  assert.deepEqual(await weight('Neutral'), [7, 7, 7]);
  assert.deepEqual(await weight('true'), [1, 2, 3]);
  assert.deepEqual(await weight(['Neutral', 'true']), [6, 5, 4]);
  const { logits } = await explain(probed, crops, 'gradient');
  const best = [0, 1, 2].map((i) => {
    const row = [...logits.subarray(7 * i, 7 * i + 7)];
    return 1 + row.indexOf(Math.max(...row));
  });
  assert.deepEqual(await weight('predicted'), best);
});

test('occlusion is a square’s contribution to the logit beyond the mean gray', async () => {
  const images = grays(crops);
  const mean = images.subarray(0, CROP_PIXELS).reduce((a, b) => a + b, 0) / CROP_PIXELS;
  const { values } = await explain(probed, crops, 'occlusion', { target: 'Angry', window: 1, stride: 1 });
  const tolerance = sumTolerance(images.subarray(0, CROP_PIXELS).map((gray, k) => slope(k) * gray));
  for (const k of [0, 1, 777, 1599]) near(values[k], slope(k) * (images[k] - mean), tolerance);
});

test('RISE finds the one important pixel; half of each mask is shown, and equal seeds give equal masks', async () => {
  const spot = 20 * 40 + 11;
  const network = linearNetwork((pixel, label) => (pixel === spot && label === 3 ? 20 : 0));
  const spotted = probe(network);
  const pixels = new Uint8Array(CROP_PIXELS);
  pixels[spot] = 255;
  const bright: Inputs = { ...SEEN, pixels, labels: Uint8Array.of(3) };
  const { values } = await explain(spotted, bright, 'rise', { masks: 1000, target: 'Happy' });
  const hottest = values.reduce((best, value, k) => (value > values[best] ? k : best), 0);
  assert.ok(Math.abs((hottest % 40) - 11) <= 4 && Math.abs(Math.floor(hottest / 40) - 20) <= 4, `at ${hottest}`);
  spotted.dispose();
  network.dispose();
  const masks = drawMasks(300, 40, { cells: 7, shown: 0.5, seed: 5 });
  near(masks.reduce((a, b) => a + b, 0) / masks.length, 0.5, 0.02);
  assert.deepEqual(drawMasks(2, 40, { cells: 7, shown: 0.5, seed: 5 }), masks.slice(0, 2 * CROP_PIXELS));
});

test('Grad-CAM accepts any layer with height and width, even in a block, and lists them otherwise', async () => {
  const network = efficientnet({ ...PAPER, drop: 0, seed: 0, variant: 'b0', width: 0.25 });
  const inside = probe(network);
  const layer = 'blocks.2.1.conv_dw';
  assert.ok(inside.layers.some(({ name }) => name === layer));
  const { values } = await explain(inside, crops, 'gradcam', { layer, target: 'Sad' });
  assert.ok(values.every((value) => value >= 0) && values.some((value) => value > 0));
  await assert.rejects(
    explain(inside, crops, 'gradcam', { layer: 'conv9' }),
    /^InputError: layer: conv9; must be one of colour, conv_stem, /,
  );
  inside.dispose();
  network.dispose();
});

test('Grad-CAM uses the finest layer if all are coarse, and reports if none has height and width', async () => {
  const recipes = [1, 2, 3].map((i) => maxPool(`pool${i}`)).concat(flatten('flatten'), dense('lin', { units: 7 }));
  const network = build('coarse', [40, 40, 1], [conv2d('stem', { filters: 4, kernel: 5, stride: 5 }), ...recipes], 0);
  const coarse = probe(network);
  assert.equal(defaultLayer(coarse).name, 'stem'); // 8×8, then 4×4, 2×2 and 1×1
  assert.equal((await explain(coarse, crops, 'gradcam')).values.length, 3 * CROP_PIXELS);
  assert.ok(methodsFor(coarse).includes('gradcam'));
  coarse.dispose();
  network.dispose();

  const none = /^InputError: network: linear; must have a layer with height and width for Grad-CAM$/;
  await assert.rejects(explain(probed, crops, 'gradcam'), none);
  await assert.rejects(explain(probed, crops, 'gradcam', { layer: 'lin' }), none);
  assert.deepEqual(methodsFor(probed, ['gradient', 'gradcam', 'rise']), ['gradient', 'rise']);
});

test('an image’s map does not depend on its batch', async () => {
  const network = referenceNetwork();
  const many = noiseCrops(70, 3);
  const whole = probe(network);
  for (const method of ['gradient', 'gradcam'] as const) {
    const all = await explain(whole, many, method);
    const last = { ...SEEN, pixels: many.pixels.slice(69 * CROP_PIXELS), labels: many.labels.slice(69) };
    const alone = await explain(whole, last, method);
    const tolerance = await mapTolerance(whole, async () => (await explain(whole, last, method)).values);
    assertClose(alone.values, all.values.subarray(69 * CROP_PIXELS), tolerance, method);
  }
  whole.dispose();
  network.dispose();
});

test('progress counts variants, and a signal stops the work', async () => {
  const counts: [number, number][] = [];
  await explain(probed, crops, 'rise', { masks: 50, onProgress: (...progress) => counts.push(progress) });
  assert.deepEqual(counts, [
    [64, 150],
    [128, 150],
    [150, 150],
  ]);
  for (const method of METHODS.filter((name) => name !== 'gradcam')) {
    const signal = AbortSignal.abort(new Error('stop'));
    await assert.rejects(explain(probed, crops, method, { ...quick, signal }), /^Error: stop$/, method);
  }
  const controller = new AbortController();
  const batches: number[] = [];
  const onProgress = (done: number) => {
    batches.push(done);
    setImmediate(() => controller.abort(new Error('stop')));
  };
  await assert.rejects(explain(probed, crops, 'rise', { masks: 2000, onProgress, signal: controller.signal }), /stop/);
  assert.ok(batches.length <= 2, `${batches.length} batches after the signal`);
});

const REFUSED: readonly [ExplainOptions, RegExp][] = [
  [{ steps: 0 }, /^InputError: steps: 0; must be an integer ≥ 1$/],
  [{ masks: 1.5 }, /^InputError: masks: 1.5; must be an integer ≥ 1$/],
  [{ window: 0 }, /^InputError: window: 0; must be an integer ≥ 1$/],
  [{ window: 41 }, /^InputError: window: 41; must be at most 40, the network's input size$/],
  [{ window: 4, stride: 5 }, /^InputError: stride: 5; must be at most the window, 4$/],
  [{ noise: -1 }, /^InputError: noise: -1; must be a number ≥ 0$/],
  [{ baseline: 2 }, /^InputError: baseline: 2; must be a number in \[0, 1\]$/],
  [{ shown: 1 }, /^InputError: shown: 1; must be a number in \(0, 1\)$/],
];

test('invalid options are rejected', async () => {
  for (const [options, message] of REFUSED) await assert.rejects(explain(probed, crops, 'gradient', options), message);
});

test('an empty map has a reason: all 0, a blank image, NaN', async () => {
  const dead = await explain(probed, crops, 'gradient', { target: ['true', 'true'] });
  assert.deepEqual(faults(dead, crops), Array(3).fill('the map is all 0'));
  assert.ok(heats(dead).every((value) => value === 0));
  const blank: Inputs = { ...SEEN, pixels: new Uint8Array(CROP_PIXELS).fill(90), labels: Uint8Array.of(0) };
  assert.deepEqual(faults(await explain(probed, blank, 'gradient'), blank), ['the image is blank']);
  const [weight] = linear.parameters;
  const before = weight.variable.clone();
  weight.variable.assign(tf.fill(before.shape, Number.NaN));
  probed.push();
  for (const method of ['gradient', 'rise'] satisfies Method[]) {
    const lost = await explain(probed, crops, method, { masks: 2 });
    assert.deepEqual(faults(lost, crops), Array(3).fill('the network outputs NaN'));
    assert.ok(heats(lost).every((value) => value === 0));
  }
  weight.variable.assign(before);
  probed.push();
  const even = {
    method: 'rise',
    size: 40,
    values: new Float32Array(CROP_PIXELS).fill(0.2),
    weights: new Float32Array(7),
  } as const;
  const one: Inputs = { ...SEEN, pixels: crops.pixels.slice(0, CROP_PIXELS), labels: crops.labels.slice(0, 1) };
  assert.deepEqual(faults({ ...even, logits: new Float32Array(7) }, one), ['the map is uniform']);
});

test('heat is 0–1 over the image: magnitude, positive part, or height above the minimum', () => {
  const values = new Float32Array(CROP_PIXELS);
  values.set([-4, 2, 1]);
  const first = (method: Method) => [...heats({ method, values, size: 40 }).subarray(0, 4)];
  assert.deepEqual(first('gradient'), [1, 0.5, 0.25, 0]);
  assert.deepEqual(first('gradcam'), [0, 1, 0.5, 0]);
  assert.deepEqual(
    first('rise').map((value) => Math.round(value * 6)),
    [0, 6, 5, 4],
  );
});

test('a rule of n points is exact to degree 2n − 1', () => {
  const { points, weights } = gaussLegendre(3);
  for (const degree of [0, 1, 4, 5]) {
    const integral = points.reduce((sum, x, i) => sum + weights[i] * x ** degree, 0);
    near(integral, 1 / (degree + 1), 1e-12);
  }
});

test('enlarging keeps corners and means; cropping keeps the centre', () => {
  const out = new Float32Array(16);
  bilinear(Float32Array.of(0, 1, 2, 3), { height: 2, width: 2 }, out, 4);
  assert.deepEqual([out[0], out[3], out[15], out[1]], [0, 1, 3, 0.25]);
  const square = Uint8Array.from({ length: 48 * 48 }, (_, k) => k % 251);
  const middle = centers(square, 48, 40);
  assert.deepEqual([middle[0], middle[1599]], [(4 * 48 + 4) % 251, (43 * 48 + 43) % 251]);
});

function near(actual: number, expected: number, tolerance = roundingTolerance(16)): void {
  const off = Math.abs(actual - expected) / Math.max(1, Math.abs(expected));
  assert.ok(off <= tolerance, `${actual} instead of ${expected}`);
}

/** Rounding error of a sum, whose summands may cancel, and of the difference of two. */
function sumTolerance(summands: Float32Array): number {
  return roundingTolerance(summands.length) * summands.reduce((sum, value) => sum + Math.abs(value), 0);
}
