import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildDescribed } from '../../lib/models/description';
import { efficientnet } from '../../lib/models/efficientnet';
import { block, conv2d, dense, flatten, type LayerRecipe, relu } from '../../lib/models/layers';
import type { NetworkDescription } from '../../lib/models/network';
import { build, type Network } from '../../lib/models/network';
import { vgg } from '../../lib/models/vgg';
import { add, keyOf, tf } from '../../lib/runtime';
import { PAPER } from './paper';

const NETWORKS: Readonly<Record<string, (seed: number) => Network>> = {
  vgg: (seed) => vgg({ ...PAPER, drop: 0.3, seed, width: 1 / 32 }),
  efficientnet: (seed) => efficientnet({ ...PAPER, drop: 0.2, seed, variant: 'b0', width: 1 / 8 }),
};

/** Logits of a training pass, in which dropout and batch statistics count. */
function logitsOf(network: Network): number[] {
  const x = tf.tensor4d(
    Float32Array.from({ length: 3 * 1600 }, (_, k) => ((k * 37) % 256) / 255),
    [3, 40, 40, 1],
  );
  return [...network.forward(x, { training: true, key: tf.tensor1d(keyOf(1, 2, 3)) }).dataSync()];
}

for (const [name, make] of Object.entries(NETWORKS)) {
  test(`${name} is built again from its description: the same layers, weights and training pass`, () => {
    const [original, other] = [make(5), make(6)];
    const description = JSON.parse(JSON.stringify(original.description)) as NetworkDescription;
    assert.deepEqual(JSON.parse(JSON.stringify(other.description)), description, 'it does not depend on the seed');
    const again = buildDescribed(description, 5, 'network.json');
    const rows = ({ layers }: Network) => layers.map(({ name, kind, outputShape }) => [name, kind, [...outputShape]]);
    assert.deepEqual(rows(again), rows(original));
    assert.deepEqual(
      again.parameters.map(({ name, variable }) => [name, [...variable.dataSync()]]),
      original.parameters.map(({ name, variable }) => [name, [...variable.dataSync()]]),
    );
    assert.deepEqual(logitsOf(again), logitsOf(original));
    for (const network of [original, other, again]) network.dispose();
  });
}

test('a layer of the user’s own, also within a block, leaves a network without a description', () => {
  const twice: LayerRecipe = (shape) => ({
    ...{ name: 'twice', kind: 'twice', parameters: [], outputShape: shape, multiplyAdds: 0 },
    apply: (x) => add(x, x),
  });
  const after = [flatten('flatten'), dense('dense', { units: 7 })];
  const inside = block('b', { kind: 'own', residual: false, recipes: [conv2d('c', { filters: 1 }), twice] });
  for (const recipes of [
    [twice, ...after],
    [inside, ...after],
  ]) {
    const network = build('own', [40, 40, 1], recipes, 0);
    assert.equal(network.description, undefined);
    network.dispose();
  }
});

test('a description that is broken, or of a later version, is refused', () => {
  const refused = (layer: unknown, message: RegExp) => {
    const description = { name: 'x', inputShape: [40, 40, 1], layers: [layer] } as NetworkDescription;
    assert.throws(() => buildDescribed(description, 0, 'network.json'), { name: 'InputError', message });
  };
  refused({ layer: 'attention', name: 'a' }, /^network\.json: attention; must be a layer of this version/);
  for (const layer of ['chain', 'disposeLayer', 'constructor', '__proto__'])
    refused({ layer, name: 'a', options: [] }, /^network\.json: /);
  refused({ layer: 'conv2d', name: 'a' }, /^network\.json: damaged; must be a network description/);
  refused({ layer: 'block', name: 'a', options: { kind: 'b' } }, /^network\.json: damaged/);
  refused(null, /^network\.json: damaged/);
  const nested = {
    layer: 'block',
    name: 'b',
    options: { kind: 'b', residual: false, recipes: [relu('r').description] },
  };
  const description = { name: 'x', inputShape: [4], layers: [nested] } as NetworkDescription;
  assert.equal(buildDescribed(description, 0, 'network.json').layers[0].name, 'b');
});
