import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { InferenceSession, Tensor as OnnxTensor } from 'onnxruntime-web';
import { SIZE } from '../../../lib/data/dataset';
import { efficientnet } from '../../../lib/models/efficientnet';
import * as layers from '../../../lib/models/layers';
import { build, type Network } from '../../../lib/models/network';
import { buildNetwork } from '../../../lib/models/registry';
import { vgg } from '../../../lib/models/vgg';
import { fromStateDict } from '../../../lib/models/weights/exchange';
import { FORMATS } from '../../../lib/models/weights/formats';
import { readWeights } from '../../../lib/models/weights/read-weights';
import { flatten, globalAveragePool, type Tensor, tf } from '../../../lib/runtime';
import { assertClose } from '../../rounding';
import { temporaryFolder } from '../../training/small';
import { PAPER } from '../paper';
import { byFormula, FACES, faces, logitsOf, logitsTolerance } from './formula';

const pixels = Float32Array.from(faces);

/** Writes a network in a format; returns the path of the first file. */
function written(network: Network, format: string): string {
  const files = Object.entries(FORMATS[format].encode(network, network.name, 48, { made: 'for a test' }));
  const folder = temporaryFolder();
  for (const [path, content] of files) writeFileSync(join(folder, path.replace('tfjs/', '')), content);
  return join(folder, files[0][0].replace('tfjs/', ''));
}

/** The networks, the larger ones with a share of their channels: whole ones take a minute. */
const NETWORKS: Record<string, () => Network> = {
  small: () => buildNetwork('small', { ...PAPER, drop: 0.1, seed: 0 }),
  vgg: () => vgg({ ...PAPER, drop: 0.1, seed: 0, width: 1 / 8 }),
  efficientnet: () => efficientnet({ ...PAPER, drop: 0.1, seed: 0, width: 1 / 4 }),
};

for (const [name, make] of Object.entries(NETWORKS)) {
  test(`${name} gives the same logits in onnxruntime, as a tfjs graph model, and after reading it again`, async () => {
    const network = make();
    fromStateDict(network, new Map(byFormula(network, 1.4).map((tensor) => [tensor.name, tensor])), name);
    const expected = logitsOf(network);
    const tolerance = logitsTolerance(network);

    const session = await InferenceSession.create(readFileSync(written(network, 'onnx')));
    const images = new OnnxTensor('float32', pixels, [FACES, 1, SIZE, SIZE]);
    const { logits, probabilities } = await session.run({ images });
    assertClose(logits.data as Float32Array, expected, tolerance, 'ONNX');
    const softmax = tf.softmax(tf.tensor(expected, [FACES, 7])).dataSync();
    // An error of the logits changes the probabilities in proportion, by up to the logits' size.
    const scale = Math.max(1, ...expected.map(Math.abs));
    assertClose(probabilities.data as Float32Array, softmax, scale * tolerance, 'probabilities');
    await session.release();

    const file = written(network, 'tfjs');
    const model = await tf.loadGraphModel(`file://${file}`);
    const outputs = model.execute({ images: tf.tensor(pixels, [FACES, SIZE, SIZE, 1]) }, 'logits');
    assertClose((outputs as Tensor).dataSync(), expected, tolerance, 'tfjs');
    assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')).userDefinedMetadata, { made: 'for a test' });
    model.dispose();

    for (const format of ['pytorch', 'safetensors']) {
      const other = make();
      fromStateDict(other, (await readWeights(written(network, format))).tensors, format);
      assert.deepEqual(logitsOf(other), expected, format);
      other.dispose();
    }
    network.dispose();
  });
}

/** A layer of a notebook's own. */
const own =
  (compute: (x: Tensor) => Tensor): layers.LayerRecipe =>
  (outputShape) => ({ name: 'own', kind: 'own', parameters: [], outputShape, multiplyAdds: 0, apply: compute });

test('a constant can be used in several layouts, and broadcasts to images as in TensorFlow', async () => {
  const channels = 3;
  /** Uses its vector `[3]` on images and on rows. */
  const twice: layers.LayerRecipe = (outputShape, initialize) => {
    const parameters = [initialize.constant('own.weight', [channels], 0)];
    const { variable } = parameters[0];
    variable.assign(tf.tensor1d([1, -2, 3]));
    const place = tf.tensor2d(
      Float32Array.from({ length: 40 * channels }, (_, i) => i % 11),
      [40, channels],
    ); // [w, c]
    const apply = (x: Tensor) => {
      const images = tf.add(tf.mul(x, variable), place) as Tensor;
      return tf.mul(flatten(globalAveragePool(images)), variable) as Tensor;
    };
    return { name: 'own', kind: 'own', parameters, outputShape: outputShape.slice(2), multiplyAdds: 0, apply };
  };
  const recipes = [layers.conv2d('conv', { filters: channels }), twice, layers.dense('out', { units: 7 })];
  const network = build('layouts', [40, 40, 1], recipes, 0);
  const session = await InferenceSession.create(readFileSync(written(network, 'onnx')));
  const { logits } = await session.run({ images: new OnnxTensor('float32', pixels, [FACES, 1, SIZE, SIZE]) });
  assertClose(logits.data as Float32Array, logitsOf(network), logitsTolerance(network), 'ONNX');
});

test('a network from a notebook is exported if ONNX has its ops', async () => {
  const { conv2d, dense, flatten, swish } = layers;
  const ends = [flatten('flatten'), dense('out', { units: 7 })];
  const recipes = [
    conv2d('conv', { filters: 3, kernel: 5, stride: 2 }),
    swish('swish'),
    own((x) => tf.tanh(x)),
    ...ends,
  ];
  const network = build('inline', [40, 40, 1], recipes, 0);
  const session = await InferenceSession.create(readFileSync(written(network, 'onnx')));
  const { logits } = await session.run({ images: new OnnxTensor('float32', pixels, [FACES, 1, SIZE, SIZE]) });
  assertClose(logits.data as Float32Array, logitsOf(network), logitsTolerance(network), 'ONNX');

  const odd = build('odd', [40, 40, 1], [own((x) => tf.erf(x)), ...ends], 0);
  assert.throws(() => written(odd, 'onnx'), /^InputError: onnx: Erf; must be an op with a translation: Relu, /);

  const reading = own((x) => tf.mul(x, x.dataSync()[0]));
  const unrecordable = build('reading', [40, 40, 1], [reading, ...ends], 0);
  assert.throws(() => written(unrecordable, 'tfjs'), /^InputError: network: one that reads a tensor's value/);
});
