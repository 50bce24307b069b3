import assert from 'node:assert/strict';
import { test } from 'node:test';
import { block, dense, flatten, type Layer, type LayerRecipe, maxPool } from '../../lib/models/layers';
import { build } from '../../lib/models/network';
import { DataType, type Tensor, tf, typeOf } from '../../lib/runtime';
import { bfloat16Skip } from '../instruction-sets';
import { noise } from '../noise';

const seen: DataType[] = [];

/** As a user writes it: tfjs's ops know neither bfloat16 nor float16. */
class Halves implements Layer {
  readonly name = 'halves';
  readonly parameters = [];
  readonly multiplyAdds = 0;
  readonly #factor = 0.5;
  constructor(readonly outputShape: readonly number[]) {}
  get kind() {
    return 'halves';
  }
  apply(x: Tensor): Tensor {
    seen.push(typeOf(x));
    return tf.mul(x, this.#factor);
  }
}

const halves: LayerRecipe = (inputShape) => new Halves(inputShape);

for (const type of ['bfloat16', 'float16'] as const) {
  const skip = type === 'bfloat16' && bfloat16Skip;
  test(`a custom layer computes in float32 in a network in ${type}, also in a block, and has gradients`, {
    skip,
  }, () => {
    const inside = block('block', { kind: 'block', recipes: [maxPool('pool'), halves], residual: false });
    const network = build('coded', [8, 8, 1], [halves, inside, flatten('flatten'), dense('lin', { units: 3 })], 0);
    const x = noise([2, 8, 8, 1], 1, 1);
    seen.length = 0;
    const logits = network.forward(x, { training: false }, DataType[type]);
    assert.deepEqual(seen, [DataType.float32, DataType.float32]);
    assert.equal(network.description, undefined);
    assert.equal(network.layers[0].kind, 'halves');
    const expected = network.forward(x, { training: false });
    const error = tf.max(tf.abs(tf.sub(logits, expected))).dataSync()[0];
    assert.ok(error > 0 && error < 0.02, `${error}`);
    const slope = tf.grad((input: Tensor) => network.forward(input, { training: false }, DataType[type]))(x);
    assert.deepEqual([typeOf(slope), slope.shape], [DataType.float32, x.shape]);
    network.dispose();
  });
}
