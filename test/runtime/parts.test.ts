import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  add,
  batchNormInference,
  batchNormTraining,
  biasAdd,
  cast,
  conv2d,
  DataType,
  depthwiseConv2d,
  dropout,
  flatten,
  globalAveragePool,
  maxPool,
  Program,
  record,
  relu,
  scaleChannels,
  sigmoid,
  swish,
  type Tensor,
  tf,
} from '../../lib/runtime';
import { inOnePart, inParts, withOwnOps } from '../../lib/runtime/capture/in-parts';
import type { Recording } from '../../lib/runtime/capture/recorder';
import { hasOwnOps } from '../../lib/runtime/own-ops';
import { assertClose, roundingTolerance } from '../rounding';
import { type Case, differentiate, norm, normal } from './kernels-cases';

type Images = Parameters<typeof tf.depthwiseConv2d>[1];

const IMAGES = 24;
const NORMS = [norm(16), norm(16), norm(16)];
const VARIABLES = NORMS.flatMap(({ scale, offset, mean, variance }) => [scale, offset, mean, variance]);
const STATISTICS = NORMS.flatMap(({ mean, variance }) => [mean, variance]);
const key = tf.tensor1d([1, 2], 'int32');

/** The part of a network before each kernel: a depthwise convolution. */
const images = normal([IMAGES, 5, 4, 16], 1);
const filter = normal([3, 3, 16, 1], 2);

const CASES: Readonly<Record<string, Case>> = {
  'depthwise convolution': { inputs: [images, filter], kernel: (x, w) => depthwiseConv2d(x, w) },
  'depthwise convolution, stride 2': { inputs: [images, filter], kernel: (x, w) => depthwiseConv2d(x, w, 2) },
  'depthwise convolution, 5×5 and stride 2': {
    inputs: [normal([IMAGES, 6, 7, 8], 1), normal([5, 5, 8, 1], 2)],
    kernel: (x, w) => depthwiseConv2d(x, w, 2),
  },
  'depthwise convolution, filter larger than the image': {
    inputs: [normal([IMAGES, 2, 3, 24], 1), normal([5, 5, 24, 1], 2)],
    kernel: (x, w) => depthwiseConv2d(x, w),
  },
  'depthwise convolution of tfjs without padding': {
    inputs: [images, filter],
    kernel: (x, w) => tf.depthwiseConv2d(x as Images, w as Images, 1, 'valid'),
  },
  'depthwise convolution of tfjs with two filters per channel': {
    inputs: [images, normal([3, 3, 16, 2], 2)],
    kernel: (x, w) => tf.depthwiseConv2d(x as Images, w as Images, 1, 'same'),
  },
  'depthwise convolution of three channels': {
    inputs: [normal([IMAGES, 5, 4, 3], 1), normal([3, 3, 3, 1], 2)],
    kernel: (x, w) => depthwiseConv2d(x, w),
  },
  'batch norm': after((x) => batchNormTraining(x, NORMS[0])),
  'batch norm in bfloat16': inBfloat16((x) => batchNormTraining(x, NORMS[0])),
  'swish in bfloat16': inBfloat16(swish),
  ...activations('swish', swish),
  ...activations('relu', relu),
  'batch norm whose values are used twice': after((x) => {
    const y = batchNormTraining(x, NORMS[0]);
    return add(swish(y), y);
  }),
  'batch norm with a relu that is used twice': after((x) => {
    const y = relu(batchNormTraining(x, NORMS[0]));
    return add(y, maxPool(y, 1));
  }),
  'batch norm with relu and swish': after((x) => {
    const y = batchNormTraining(x, NORMS[0]);
    return add(relu(y), swish(y));
  }),
  'residual block': after(
    (x, first, second) => {
      const y = relu(batchNormTraining(conv2d(x, first), NORMS[0]));
      const shortcut = relu(batchNormTraining(x, NORMS[1]));
      return relu(add(batchNormTraining(conv2d(y, second), NORMS[2]), shortcut));
    },
    normal([3, 3, 16, 16], 3),
    normal([3, 3, 16, 16], 4),
  ),
  'batch norm of an outlier': after((x) => {
    const outlier = tf.oneHot(tf.tensor1d([0], 'int32'), x.size, 1000, 0).reshape(x.shape);
    return batchNormTraining(add(x, tf.cast(outlier, 'float32')), NORMS[0]);
  }),
  'batch norm with running statistics': after((x) => batchNormInference(x, NORMS[0])),
  swish: after(swish),
  relu: after(relu),
  'bias and sigmoid': after((x, bias) => sigmoid(biasAdd(x, bias)), normal([16], 3)),
  'bias of as many channels as images': {
    inputs: [normal([IMAGES, 3, 2, IMAGES], 1), normal([3, 3, IMAGES, 1], 2), normal([IMAGES], 3)],
    kernel: (x, w, bias) => biasAdd(depthwiseConv2d(x, w), bias),
  },
  'convolution, stride 2': after((x, w) => conv2d(x, w, 2), normal([3, 3, 16, 8], 3)),
  'product of matrices': after((x, w) => conv2d(x, w), normal([1, 1, 16, 8], 3)),
  'squeeze and excitation': after((x) => scaleChannels(x, sigmoid(globalAveragePool(x)))),
  'max pool': after((x) => maxPool(x)),
  'sum with a whole batch': after((x, other) => add(x, other), normal(images.shape, 3)),
  'op without a rule': after((x) => dropout(flatten(x), 0.3, key)),
  'sum over the batch': after((x) => tf.mul(x, tf.sum(x, 0)) as Tensor),
  'block of a network': after(
    (x, expand, depthwise, project) => {
      const wide = swish(batchNormTraining(conv2d(x, expand), NORMS[0]));
      const filtered = swish(batchNormTraining(depthwiseConv2d(wide, depthwise), NORMS[1]));
      const excited = scaleChannels(filtered, sigmoid(globalAveragePool(filtered)));
      return add(batchNormTraining(conv2d(excited, project), NORMS[2]), x);
    },
    normal([1, 1, 16, 16], 3),
    normal([5, 5, 16, 1], 4),
    normal([1, 1, 16, 16], 5),
  ),
};

/** An activation of a batch norm, alone or with something that uses its values or its gradient. */
function activations(name: string, activation: (x: Tensor) => Tensor): Record<string, Case> {
  const normalized = (x: Tensor) => batchNormTraining(x, NORMS[0]);
  const straight = tf.customGrad((y) => ({ value: activation(y as Tensor), gradFunc: (dy: Tensor) => dy }));
  const twice = (x: Tensor, other: (y: Tensor) => Tensor) => {
    const y = normalized(x);
    return add(activation(y), other(y));
  };
  return {
    [`batch norm and ${name}`]: after((x) => activation(normalized(x))),
    [`batch norm and ${name} in bfloat16`]: inBfloat16((x) => activation(normalized(x))),
    [`batch norm with ${name} twice`]: after((x) => twice(x, activation)),
    [`batch norm with a ${name} whose gradient is a value`]: after((x) => twice(x, tf.grad(activation))),
    [`batch norm with a ${name} that has another gradient`]: after((x) => straight(normalized(x))),
    [`batch norm with running statistics and ${name}`]: after((x) => activation(batchNormInference(x, NORMS[0]))),
  };
}

function after(kernel: (x: Tensor, ...others: Tensor[]) => Tensor, ...others: Tensor[]): Case {
  return {
    inputs: [images, filter, ...others],
    kernel: (x, w, ...given) => kernel(depthwiseConv2d(x, w), ...given),
  };
}

/** Values and gradients are rounded several times. */
function inBfloat16(kernel: (x: Tensor) => Tensor): Case {
  const rounded = roundingTolerance(9, { type: 'bfloat16' });
  return {
    ...after((x) => cast(kernel(cast(x, DataType.bfloat16)), DataType.float32)),
    tolerances: [rounded, rounded, rounded],
  };
}

for (const [name, kernelCase] of Object.entries(CASES))
  for (const parts of [1, 2, 3])
    test(
      `${name}: ${parts} part${parts > 1 ? 's' : ''} of a batch have its values, gradients and statistics`,
      skipped(),
      () => {
        const eager = run(kernelCase, { mode: 'eager' });
        const captured = run(kernelCase, { parts });
        // Each value is a sum of all others in its channel at most, through each of three batch norms.
        const tolerance = 3 * roundingTolerance(Math.max(...kernelCase.inputs.map(({ size }) => size)));
        captured.forEach((values, i) => {
          assertClose(values, eager[i], kernelCase.tolerances?.[i] ?? tolerance, `output ${i}`);
        });
      },
    );

/** Values, gradients, and then the running statistics. */
function run(kernelCase: Case, options: { readonly mode?: 'eager'; readonly parts?: number }) {
  const before = STATISTICS.map((variable) => variable.clone());
  const program = new Program(VARIABLES, { all: (...x: Tensor[]) => differentiate(kernelCase, x) }, options);
  const outputs = program.run('all', kernelCase.inputs).map((tensor) => tensor.dataSync());
  assert.equal(program.running, options.mode ?? 'captured');
  program.pull();
  const statistics = STATISTICS.map((variable) => variable.dataSync());
  program.dispose();
  STATISTICS.forEach((variable, i) => {
    variable.assign(before[i]);
  });
  return [...outputs, ...statistics];
}

test('a prediction by running statistics has its values', skipped(), () => {
  const body = (x: Tensor, w: Tensor) => [swish(batchNormInference(depthwiseConv2d(x, w), NORMS[0]))];
  const [eager, captured] = ([{ mode: 'eager' }, { parts: 2 }] as const).map((options) => {
    const program = new Program(VARIABLES, { predict: body }, options);
    const [values] = program.run('predict', [images, filter]).map((tensor) => tensor.dataSync());
    program.dispose();
    return values;
  });
  assertClose(captured, eager, roundingTolerance(9), 'values');
});

test('a block is joined only for its batch norms and the gradients of its weights', skipped(), () => {
  const [{ inputs }, recording] = recorded('block of a network');
  const ops = inParts(recording, 2).graph.nodes.map(({ op }) => op);
  const count = (...names: string[]) => ops.filter((op) => names.includes(op)).length;
  assert.equal(count('ConcatV2'), 3); // value and gradient, which are results, and the terms of the weighted sum
  assert.equal(count('FerJoinMoments'), 3);
  assert.equal(count('FerJoinGradientSums'), 3);
  assert.equal(count('AddN'), inputs.length - 1);
  assert.equal(count('FusedBatchNormV3', 'FusedBatchNormGradV3', 'FerSwish', 'FerSwishGradient'), 0);
});

test('batch norms of a whole batch are computed with the relu that follows, forward and backward', skipped(), () => {
  const opsOf = (name: string) => inOnePart(recorded(name)[1]).graph.nodes.map(({ op }) => op);
  const count = (ops: readonly string[], name: string) => ops.filter((op) => op === name).length;
  const residual = opsOf('residual block');
  for (const op of ['FusedBatchNormV3', 'FusedBatchNormGradV3', 'Split', 'ConcatV2'])
    assert.equal(count(residual, op), 0);
  assert.deepEqual(
    ['FerMoments', 'FerNormalize', 'FerNormalizeGradient', 'Relu', 'ReluGrad'].map((op) => count(residual, op)),
    [3, 3, 3, 1, 1],
  );
  assert.equal(count(opsOf('batch norm with a relu that is used twice'), 'Relu'), 0);
  assert.equal(count(opsOf('batch norm with a relu whose gradient is a value'), 'Relu'), 2);
  const plain = record('plain', (x, w) => [conv2d(x, w)], [images, normal([1, 1, 16, 8], 3)], []);
  assert.equal(inOnePart(plain), plain);
});

test(
  'a batch is divided evenly for most cores, a large one further, and not without depthwise convolutions',
  skipped(),
  () => {
    const partsOf = (most: number, images = IMAGES) =>
      inParts(filtering(images), most).graph.nodes.filter(({ op }) => op === 'FerDepthwise').length;
    assert.deepEqual(
      [1, 2, 3, 5, 7, 8].map((most) => partsOf(most)),
      [0, 2, 3, 4, 6, 8],
    );
    assert.equal(partsOf(8, 30), 6);
    assert.equal(partsOf(8, 22), 0); // two parts would leave six cores idle
    assert.deepEqual(
      [127, 128, 256, 320, 640].map((images) => partsOf(2, images)),
      [0, 2, 4, 4, 10], // of at least 64 images, as many per core
    );
    const plain = record('plain', (x, w) => [conv2d(x, w)], [images, normal([1, 1, 16, 8], 3)], []);
    assert.equal(inParts(plain, 2), plain);
  },
);

test('a program is in parts if its largest batch is, or that of its training steps', skipped(), () => {
  const [even, odd] = [filtering(24), filtering(25)];
  const isDivided = (...recordings: Recording[]) => withOwnOps(recordings, 2).areParts;
  const training = {
    ...even,
    updates: [{ op: '', attributes: [], handles: [], operands: [], type: DataType.float32 }],
  };
  assert.ok(isDivided(even));
  assert.ok(!isDivided(even, odd));
  assert.ok(isDivided(training, odd));
});

function filtering(images: number): Recording {
  return record('filter', (x, w) => [depthwiseConv2d(x, w)], [normal([images, 5, 4, 16], 1), filter], []);
}

test('a swish of float16 is computed by other ops', () => {
  const x = normal([IMAGES, 8], 1);
  const rounded = cast(swish(cast(x, DataType.float16)), DataType.float32);
  assertClose(rounded.dataSync(), swish(x).dataSync(), roundingTolerance(9, { type: 'float16' }), 'values');
});

function recorded(name: string) {
  const { inputs } = CASES[name];
  const variables = VARIABLES.map((variable, i) => ({ variable, handle: `variable_${i}` }));
  const before = STATISTICS.map((variable) => variable.clone());
  const restore = () => STATISTICS.forEach((variable, i) => void variable.assign(before[i]));
  return [CASES[name], record('case', (...x) => differentiate(CASES[name], x), inputs, variables, restore)] as const;
}

function skipped() {
  return { skip: hasOwnOps() ? false : 'needs a CPU with AVX2' };
}
