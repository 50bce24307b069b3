import assert from 'node:assert/strict';
import { test } from 'node:test';
import { examples, select } from '../../lib/data/dataset';
import { drawFaces } from '../../lib/data/faces';
import { batchNorm, dense, flatten } from '../../lib/models/layers';
import { build } from '../../lib/models/network';
import { vgg } from '../../lib/models/vgg';
import { Program, tf } from '../../lib/runtime';
import { checkMethods } from '../../lib/saliency/checks/check';
import { incompleteness } from '../../lib/saliency/checks/completeness';
import { edgeMaps } from '../../lib/saliency/checks/edges';
import { localisation } from '../../lib/saliency/checks/pointing';
import { randomisation } from '../../lib/saliency/checks/randomisation';
import { regionsOf } from '../../lib/saliency/checks/regions';
import { removal } from '../../lib/saliency/checks/removal';
import { maxSensitivity } from '../../lib/saliency/checks/sensitivity';
import { spearman, ssim } from '../../lib/saliency/checks/similarity';
import { explain } from '../../lib/saliency/explain';
import { heats } from '../../lib/saliency/heat';
import { centerCrops, grays } from '../../lib/saliency/inputs';
import { probe } from '../../lib/saliency/probe';
import { PAPER } from '../models/paper';
import { CROP_PIXELS, linearNetwork, noiseCrops, referenceNetwork, SEEN } from './networks';
import reference from './similarity_reference.json';

const pixels = (value: (k: number) => number) => Float32Array.from({ length: CROP_PIXELS }, (_, k) => value(k));

test('similarities equal SciPy’s and scikit-image’s', () => {
  const a = pixels((k) => ((k * 7) % 13) / 12);
  const b = a.map((value, k) => (((k * k) % 17) / 16) * 0.5 + value * 0.5);
  assert.ok(Math.abs(spearman(a, b) - reference.spearman) < 1e-6);
  assert.ok(Math.abs(ssim(a, b) - reference.ssim) < 1e-5);
  assert.deepEqual(
    [
      spearman(a, a),
      spearman(
        a,
        a.map((x) => -x),
      ),
    ].map((x) => Number(x.toFixed(9))),
    [1, -1],
  );
});

test('pointing and energy use maps with a region, and report chance', () => {
  const region = new Uint8Array(3 * CROP_PIXELS);
  region.fill(1, 0, 400); // a quarter of the first image; the third has none
  region.fill(1, CROP_PIXELS, CROP_PIXELS + 800);
  const heat = new Float32Array(3 * CROP_PIXELS);
  heat.set([3, 1], 399); // three quarters inside, the hottest too
  heat.set([1, 3], CROP_PIXELS + 799);
  heat.set([1], 2 * CROP_PIXELS);
  assert.deepEqual(localisation(heat, region, CROP_PIXELS), { n: 2, hits: 0.5, energy: 0.5, chance: 0.375 });
});

test('the hottest pixel may be the first one', () => {
  const region = Uint8Array.of(1, 0, 0, 0, 1, 0, 0, 0);
  const heat = Float32Array.of(0.75, 0.25, 0, 0, 0.25, 0.75, 0, 0);
  assert.deepEqual(localisation(heat, region, 4), { n: 2, hits: 0.5, energy: 0.5, chance: 0.25 });
});

test('edges are where gray values change, and a uniform image has none', () => {
  const step = {
    ...SEEN,
    pixels: Uint8Array.from({ length: CROP_PIXELS }, (_, k) => (k % 40 < 20 ? 10 : 200)),
    labels: Uint8Array.of(0),
  };
  const map = edgeMaps(step);
  assert.deepEqual([map[18], map[19], map[20], map[21]], [0, 1, 1, 0]);
  assert.ok(edgeMaps({ ...step, pixels: new Uint8Array(CROP_PIXELS).fill(7) }).every((value) => value === 0));
});

test('integrated gradients are complete, input × gradient is not; a linear network has constant maps', async () => {
  const network = referenceNetwork();
  const probed = probe(network);
  const crops = noiseCrops(4);
  const questionFor = async (method: 'integrated' | 'input_gradient') => {
    const explanation = await explain(probed, crops, method, { target: 'true' });
    return incompleteness({ probe: probed, images: grays(crops), ...explanation }, explanation.values);
  };
  assert.ok((await questionFor('integrated')) < 0.02);
  assert.ok((await questionFor('input_gradient')) > 0.05);
  const moved = await maxSensitivity(probed, crops, await explain(probed, crops, 'gradient', { target: 'true' }), {
    target: 'true',
  });
  assert.ok(moved > 0);
  probed.dispose();
  network.dispose();
  const linear = linearNetwork((pixel, label) => (label === 0 ? pixel % 5 : 0));
  const straight = probe(linear);
  const options = { target: 'Angry' } as const;
  assert.equal(await maxSensitivity(straight, crops, await explain(straight, crops, 'gradient', options), options), 0);
  straight.dispose();
  linear.dispose();
});

test('images are perturbed by at most 5 gray values, within 0–255', async () => {
  const network = linearNetwork((_, label) => (label === 0 ? 0.01 : 0));
  const probed = probe(network);
  for (const gray of [252, 4]) {
    const crops = { ...SEEN, pixels: new Uint8Array(CROP_PIXELS).fill(gray), labels: Uint8Array.of(0) };
    const options = { target: 'Angry' } as const;
    // The map is proportional to the gray values, so it changes by at most 5 / gray; by 2.8 in the mean.
    const moved = await maxSensitivity(probed, crops, await explain(probed, crops, 'input_gradient', options), options);
    assert.ok(moved > 2 / gray && moved <= 5 / gray, `${gray}: ${moved}`);
  }
  probed.dispose();
  network.dispose();
});

test('removing the most important pixels first lowers the output sooner than removing them last', async () => {
  // The left quarter speaks for the first class where it is bright.
  const network = linearNetwork((k, label) => (label === 0 && k % 40 < 10 ? 0.01 : 0));
  const probed = probe(network);
  const crops = {
    ...SEEN,
    pixels: Uint8Array.from({ length: CROP_PIXELS }, (_, k) => (k % 40 < 10 ? 250 : 0)),
    labels: Uint8Array.of(0),
  };
  const explanation = await explain(probed, crops, 'gradient', { target: 'true' });
  const question = { probe: probed, images: grays(crops), ...explanation };
  const right = await removal(question, heats(explanation));
  const wrong = await removal(
    question,
    heats(explanation).map((value) => 1 - value),
  );
  assert.ok(right.deletionArea < wrong.deletionArea - 0.2, `${right.deletionArea} ${wrong.deletionArea}`);
  assert.ok(right.insertionArea > wrong.insertionArea + 0.03, `${right.insertionArea} ${wrong.insertionArea}`);
  assert.equal(right.shares.length, right.deletion.length);
  assert.ok(Math.abs(right.deletion[0] - right.insertion[20]) < 1e-6);
  // Trapezoids of width 1/20.
  const area = (curve: readonly number[]) => curve.slice(1).reduce((sum, value, k) => sum + (value + curve[k]) / 40, 0);
  for (const { deletion, deletionArea, insertion, insertionArea } of [right, wrong]) {
    assert.ok(Math.abs(deletionArea - area(deletion)) < 1e-9);
    assert.ok(Math.abs(insertionArea - area(insertion)) < 1e-9);
  }
  assert.equal((await removal(question, new Float32Array(CROP_PIXELS))).n, 0);
  probed.dispose();
  network.dispose();
});

test('layer-wise randomisation changes a gradient but not edges, and keeps the fresh network', async () => {
  const [trained, fresh] = [referenceNetwork(), vgg({ ...PAPER, drop: 0, seed: 1, width: 1 / 8 })];
  const first = fresh.parameters[0].variable.dataSync();
  const stages: number[] = [];
  const found = await randomisation(trained, fresh, noiseCrops(2), ['gradient'], {
    onStage: (stage) => stages.push(stage),
  });
  const layers = found.gradient!.map(({ layer }) => layer);
  assert.deepEqual(layers.slice(0, 5), ['', 'lin3', 'lin2', 'lin1', 'conv4b']);
  assert.equal(layers[11], 'conv1a');
  assert.deepEqual(stages, [...Array(12).keys()]);
  assert.ok(found.gradient![0].spearman > 0.9999);
  assert.ok(Math.abs(found.gradient![11].spearman) < 0.5);
  assert.ok(found.edges!.every((stage) => stage.spearman > 0.9999 && stage.ssim > 0.9999));
  assert.deepEqual(fresh.parameters[0].variable.dataSync(), first);
  trained.dispose();
  fresh.dispose();
});

test('a batch norm before all other layers is randomised too', async () => {
  const recipes = [batchNorm('bn'), flatten('flatten'), dense('lin', { units: 7 })];
  const [trained, fresh] = [0, 1].map((seed) => build('normed', [40, 40, 1], recipes, seed));
  const { variable } = trained.parameters.find(({ name }) => name === 'bn.weight')!;
  variable.assign(tf.fill(variable.shape, 2));
  const initial = fresh.parameters.map(({ variable }) => variable.dataSync());
  const { gradient } = await randomisation(trained, fresh, noiseCrops(1), ['gradient']);
  assert.deepEqual(
    gradient!.map(({ layer }) => layer),
    ['', 'lin', 'bn'],
  );
  assert.deepEqual(
    fresh.parameters.map(({ variable }) => variable.dataSync()),
    initial,
  );
  trained.dispose();
  fresh.dispose();
});

test('without a layer with height and width, the checks omit Grad-CAM', async (t) => {
  const freed = t.mock.method(Program.prototype, 'dispose');
  const [trained, random] = [1, 2].map((scale) => linearNetwork((pixel, label) => ((pixel * scale) % 5) * label));
  const checks = await checkMethods({ trained, random, crops: noiseCrops(2) }, undefined, {
    ...{ steps: 2, samples: 2, baseline: 0.5 },
  });
  assert.equal(freed.mock.callCount(), 2, 'the programs of both networks are freed');
  // Integrated gradients of a linear network are complete, relative to their own baseline.
  const integrated = checks.find(({ method }) => method === 'integrated');
  assert.ok(integrated!.incompleteness! < 1e-4, String(integrated!.incompleteness));
  assert.deepEqual(
    checks.map(({ method }) => method),
    ['gradient', 'input_gradient', 'integrated', 'smoothgrad', 'edges'],
  );
  trained.dispose();
  random.dispose();
});

test('the regions of drawn faces are known, those of other data are not; checks include every method and the edges', async () => {
  const faces = drawFaces({ training: 0, publicTest: 7, privateTest: 14, seed: 3 });
  const images = examples(select(faces, 'PrivateTest'), 1);
  const regions = regionsOf(faces, images, 3, { inputShape: [40, 40, 1] })!;
  const sizeOf = (mask: Uint8Array, i: number) =>
    mask.subarray(i * CROP_PIXELS, (i + 1) * CROP_PIXELS).reduce((a, b) => a + b, 0);
  assert.ok(sizeOf(regions.evidence, 3) > 20 && sizeOf(regions.evidence, 3) < sizeOf(regions.parts, 3));
  assert.ok(sizeOf(regions.evidence, 6) < 20, 'a neutral face has little evidence');
  const { regions: _, ...plain } = faces;
  assert.equal(regionsOf(plain, images, 3, { inputShape: [40, 40, 1] }), undefined);

  const [trained, random] = [referenceNetwork(), referenceNetwork()];
  const parts: string[] = [];
  const onPart = (part: string) => {
    parts.push(part);
    return () => {};
  };
  const subject = { trained, random, crops: centerCrops(images, trained), regions };
  const checks = await checkMethods(subject, ['gradient', 'integrated'], { steps: 4, onPart });
  assert.deepEqual(
    checks.map(({ method }) => method),
    ['gradient', 'integrated', 'edges'],
  );
  assert.deepEqual(parts, ['images for Gradient', 'images for Integrated gradients', 'images for edges']);
  for (const check of checks) {
    assert.equal(check.evidence!.n, 7);
    assert.ok(check.likeRandom > 0.999, 'both networks have the same weights here');
    assert.equal(check.incompleteness === null, check.method !== 'integrated');
  }
  assert.ok(checks[2].likeEdges > 0.9999);
  trained.dispose();
  random.dispose();
});
