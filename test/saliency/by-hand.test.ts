/** Methods and checks on networks whose answers can be worked out without them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { batchNorm, dense, flatten, relu } from '../../lib/models/layers';
import { build, type Network } from '../../lib/models/network';
import { tf } from '../../lib/runtime';
import { incompleteness } from '../../lib/saliency/checks/completeness';
import { removal } from '../../lib/saliency/checks/removal';
import { maxSensitivity } from '../../lib/saliency/checks/sensitivity';
import { type ExplainOptions, explain } from '../../lib/saliency/explain';
import { heats } from '../../lib/saliency/heat';
import { grays, type Inputs } from '../../lib/saliency/inputs';
import { probe } from '../../lib/saliency/probe';
import { near } from './near';
import { CROP_PIXELS, linearNetwork, noiseCrops, referenceNetwork, SEEN } from './networks';

const slope = (pixel: number) => (((pixel * 7) % 11) - 5) * 1e-2;
const weightOf = (pixel: number, label: number) => (label === 3 ? slope(pixel) : 0);
const crops = noiseCrops(2);
const images = grays(crops);
const image = (i: number) => images.subarray(i * CROP_PIXELS, (i + 1) * CROP_PIXELS);
const place = (k: number) => [k % 40, Math.floor(k / 40)];

/** Answers of the linear network. */
async function asked<T>(
  body: (network: ReturnType<typeof probe>) => Promise<T>,
  network = linearNetwork(weightOf),
): Promise<T> {
  const asking = probe(network);
  try {
    return await body(asking);
  } finally {
    asking.dispose();
    network.dispose();
  }
}

/** The probability of label 3 where the others' logits are 0. */
const probability = (pixels: Float32Array) => {
  const power = Math.exp(pixels.reduce((sum, value, k) => sum + slope(k) * value, 0));
  return power / (power + 6);
};

for (const [window, stride] of [
  [8, 4],
  [7, 5],
  [40, 40],
  [1, 1],
]) {
  test(`occlusion by squares of ${window} at every ${stride} pixels is the mean fall over the squares that hide a pixel`, async () => {
    const options = window === 8 ? {} : { window, stride };
    const { values } = await asked((network) => explain(network, crops, 'occlusion', { target: 'Happy', ...options }));
    const starts: number[] = [];
    for (let at = 0; at < 40 - window; at += stride) starts.push(at);
    starts.push(40 - window);
    const mean = image(1).reduce((sum, value) => sum + value, 0) / CROP_PIXELS;
    const fall = (left: number, top: number) => {
      let sum = 0;
      for (let y = top; y < top + window; y++) {
        for (let x = left; x < left + window; x++) sum += slope(y * 40 + x) * (image(1)[y * 40 + x] - mean);
      }
      return sum;
    };
    for (const k of [0, 39, 41, 777, 1238, 1599]) {
      const [x, y] = place(k);
      const covering = (at: number) => starts.filter((start) => start <= at && at < start + window);
      const falls = covering(y).flatMap((top) => covering(x).map((left) => fall(left, top)));
      const expected = falls.reduce((sum, value) => sum + value, 0) / falls.length;
      assert.ok(
        Math.abs(values[CROP_PIXELS + k] - expected) < 1e-4,
        `${values[CROP_PIXELS + k]}, not ${expected} at ${k}`,
      );
    }
  });
}

test('deletion and insertion paint the hottest pixels first, from the image to its mean and from its blur to the image', async () => {
  const { explanation, found } = await asked(async (network) => {
    const explanation = await explain(network, crops, 'gradient', { target: 'Happy' });
    const heat = heats(explanation);
    heat.fill(0, CROP_PIXELS); // the second image has no map
    return { explanation, found: await removal({ probe: network, images, ...explanation }, heat) };
  });
  const heat = explanation.values.subarray(0, CROP_PIXELS).map(Math.abs);
  const order = [...heat.keys()].sort((a, b) => heat[b] - heat[a] || a - b);
  const gray = image(0).reduce((sum, value) => sum + value, 0) / CROP_PIXELS;
  const blur = blurred(image(0));
  const [deletion, insertion] = [
    [image(0), image(0).map(() => gray)],
    [blur, image(0)],
  ].map(([from, to]) =>
    Array.from({ length: 21 }, (_, step) => {
      const painted = from.slice();
      for (const k of order.slice(0, 80 * step)) painted[k] = to[k];
      return probability(painted);
    }),
  );
  assert.equal(found.n, 1);
  near(
    found.shares,
    Array.from({ length: 21 }, (_, step) => step / 20),
    1e-12,
  );
  near(found.deletion, deletion, 1e-5);
  near(found.insertion, insertion, 1e-5);
  const area = (curve: readonly number[]) => {
    let sum = 0;
    for (let step = 0; step < 20; step++) sum += (curve[step] + curve[step + 1]) / 2 / 20;
    return sum;
  };
  near([found.deletionArea, found.insertionArea], [area(deletion), area(insertion)], 1e-5);
});

/** Each pixel's Gaussian mean over the image, deviation 4. */
function blurred(pixels: Float32Array): Float32Array {
  return pixels.map((_, k) => {
    const [x, y] = place(k);
    let [sum, weights] = [0, 0];
    pixels.forEach((value, j) => {
      const [u, v] = place(j);
      const weight = Math.exp(-((u - x) ** 2 + (v - y) ** 2) / 32);
      sum += weight * value;
      weights += weight;
    });
    return sum / weights;
  });
}

test('sensitivity is how far the map moves, as a share, when pixels move by up to five gray values', async () => {
  const gray: Inputs = { ...SEEN, pixels: crops.pixels.map((value) => 60 + (value % 100)), labels: crops.labels };
  const options = { target: 'Happy' } as const;
  const moved = await asked(async (network) =>
    maxSensitivity(network, gray, await explain(network, gray, 'input_gradient', options), options),
  );
  // The map is slope × image, and moves by slope × d with d uniform among −5 … 5: of variance 10.
  const size = (values: readonly number[]) => Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0));
  const pixels = Array.from({ length: CROP_PIXELS }, (_, k) => k);
  const ratios = [0, 1].map((i) => {
    const map = pixels.map((k) => (slope(k) * gray.pixels[i * CROP_PIXELS + k]) / 255);
    return (Math.sqrt(10) / 255) * (size(pixels.map(slope)) / size(map));
  });
  const expected = (ratios[0] + ratios[1]) / 2;
  assert.ok(moved > 0.99 * expected && moved < 1.06 * expected, `${moved} instead of ${expected}`);
});

test('completeness compares the sum of a map with what it has to sum to', async () => {
  await asked(async (network) => {
    const explanation = await explain(network, crops, 'integrated', { target: 'Happy' });
    const question = { probe: network, images, ...explanation };
    const miss = (factor: number, baseline?: number) =>
      incompleteness(
        question,
        explanation.values.map((value) => factor * value),
        baseline,
      );
    near([await miss(1), await miss(2), await miss(0), await miss(-1)], [0, 1, 1, 2], 1e-3);
    const total = (i: number, from: number) => image(i).reduce((sum, value, k) => sum + slope(k) * (value - from), 0);
    const gap = Math.abs(total(0, 0) - total(0, 0.5)) + Math.abs(total(1, 0) - total(1, 0.5));
    near([await miss(1, 0.5)], [gap / (Math.abs(total(0, 0.5)) + Math.abs(total(1, 0.5)))], 1e-3);
  });
});

/** Logit 0 is the number of pixels brighter than a threshold, above it in proportion. */
function thresholds(threshold: number): Network {
  const recipes = [batchNorm('bn'), relu('relu'), flatten('flatten'), dense('lin', { units: 7 })];
  const network = build('thresholds', [40, 40, 1], recipes, 0);
  const [, offset, , , weight, bias] = network.parameters.map(({ variable }) => variable);
  tf.tidy(() => {
    offset.assign(tf.fill(offset.shape, -threshold));
    weight.assign(
      tf.tensor(
        Float32Array.from({ length: weight.size }, (_, k) => (k % 7 === 0 ? 1 : 0)),
        weight.shape,
      ),
    );
    bias.assign(tf.zeros(bias.shape));
  });
  return network;
}

test('SmoothGrad averages gradients over noise whose deviation is a share of the image’s range', async () => {
  const pixels = new Uint8Array(2 * CROP_PIXELS).fill(128);
  for (const i of [0, 1]) pixels.set([28, 228], i * CROP_PIXELS); // range 200
  const even: Inputs = { ...SEEN, pixels, labels: new Uint8Array(2) };
  // The gradient is 1 where noise lifts a pixel above the threshold, one deviation above it: of a normal that is cut at
  // 2.5 deviations, 15.44 %.
  const map = (noise: number | undefined, deviation: number, options: ExplainOptions = {}) =>
    asked(
      async (network) => (await explain(network, even, 'smoothgrad', { target: 'Angry', noise, ...options })).values,
      thresholds((128 + 200 * deviation) / 255),
    );
  const mean = (values: Float32Array) => values.subarray(2, CROP_PIXELS).reduce((a, b) => a + b, 0) / (CROP_PIXELS - 2);
  const first = await map(undefined, 0.15);
  near([mean(first), mean(await map(0.3, 0.3))], [0.1544, 0.1544], 0.006);
  assert.ok(
    first.every((value) => Math.abs(32 * value - Math.round(32 * value)) < 1e-3),
    '32 copies',
  );
  assert.notDeepEqual(first.slice(2, CROP_PIXELS), first.slice(CROP_PIXELS + 2)); // each image has its own noise
  assert.deepEqual(await map(undefined, 0.15, { seed: 0 }), first);
  assert.notDeepEqual(await map(undefined, 0.15, { seed: 1 }), first);
});

test('without noise SmoothGrad is the gradient', async () => {
  const quiet = { target: 'true', noise: 0, samples: 2 } as const;
  const [plain, smooth] = await asked(
    async (network) => [
      await explain(network, crops, 'gradient', quiet),
      await explain(network, crops, 'smoothgrad', quiet),
    ],
    referenceNetwork(),
  );
  near([...smooth.values], [...plain.values], 1e-4);
});

const EDGES: readonly [keyof ExplainOptions, readonly number[], readonly number[]][] = [
  ['steps', [1], [0, 1.5]],
  ['samples', [1], [0]],
  ['masks', [1], [0]],
  ['cells', [1], [0]],
  ['window', [1, 40], [0, 41]],
  ['noise', [0, 3], [-Number.MIN_VALUE, Number.NaN]],
  ['baseline', [0, 1], [-Number.MIN_VALUE, 1 + Number.EPSILON, Number.NaN]],
  ['shown', [Number.MIN_VALUE, 1 - Number.EPSILON], [0, 1, Number.NaN]],
];

test('options are taken up to their edges', async () => {
  await asked(async (network) => {
    for (const [key, takes, refuses] of EDGES) {
      for (const value of takes) await explain(network, crops, 'gradient', { stride: 1, [key]: value });
      for (const value of refuses) {
        await assert.rejects(
          explain(network, crops, 'gradient', { [key]: value }),
          new RegExp(`^InputError: ${key}: `),
        );
      }
    }
    await explain(network, crops, 'gradient', { window: 3, stride: 3 });
    await assert.rejects(explain(network, crops, 'gradient', { window: 3, stride: 4 }), /^InputError: stride: 4; /);
  });
});
