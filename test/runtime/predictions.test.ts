import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  add,
  type BatchNorm,
  batchNormInference,
  batchNormTraining,
  biasAdd,
  cast,
  conv2d,
  DataType,
  depthwiseConv2d,
  globalAveragePool,
  Program,
  record,
  relu,
  repeatChannel,
  scaleChannels,
  sigmoid,
  swish,
  type Tensor,
  tf,
} from '../../lib/runtime';
import { withOwnOps } from '../../lib/runtime/capture/in-parts';
import { multiply } from '../../lib/runtime/kernels/arithmetic';
import { reshape } from '../../lib/runtime/kernels/shape';
import { hasOwnOps } from '../../lib/runtime/own-ops';
import { assertClose, roundingTolerance } from '../rounding';
import { norm, normal } from './kernels-cases';
import { winogradTolerances } from './winograd-rounding';

const IMAGES = 16;
const CHANNELS = 32;

/** A batch norm with running statistics that are not 0 and 1. */
function trained(seed: number, channels = CHANNELS): BatchNorm {
  const made = norm(channels);
  made.mean.assign(normal([channels], seed));
  made.variance.assign(tf.exp(normal([channels], seed + 1)));
  return made;
}

const NORMS = [trained(20), trained(30)];
const VARIABLES = NORMS.flatMap(({ scale, offset, mean, variance }) => [scale, offset, mean, variance]);
const [first, second] = NORMS;

type Body = (x: Tensor, w: Tensor) => Tensor | Tensor[];

interface Prediction {
  readonly body: Body;
  /** How many of which ops compute it; other ops are not counted. */
  readonly ops: Readonly<Record<string, number>>;
}

const normalized = (x: Tensor, of = first) => batchNormInference(x, of);
const shortcut = normal([IMAGES, 9, 8, CHANNELS], 5);
const bias = normal([CHANNELS], 6);

/** 3×3 convolutions and what follows them. */
const CONVOLUTIONS: Readonly<Record<string, Prediction>> = {
  'a batch norm': { body: (x, w) => normalized(conv2d(x, w)), ops: { FerWinogradEpilogue: 1 } },
  'a batch norm and a relu': { body: (x, w) => relu(normalized(conv2d(x, w))), ops: { FerWinogradEpilogue: 1 } },
  'a bias, a batch norm and a relu': {
    body: (x, w) => relu(normalized(biasAdd(conv2d(x, w), bias))),
    ops: { FerWinogradEpilogue: 1 },
  },
  'a shortcut': { body: (x, w) => add(normalized(conv2d(x, w)), shortcut), ops: { FerWinogradEpilogue: 1 } },
  'a shortcut, first in the sum, and a relu': {
    body: (x, w) => relu(add(x, normalized(conv2d(x, w)))),
    ops: { FerWinogradEpilogue: 1 },
  },
  'a sum of two': {
    body: (x, w) => relu(add(normalized(conv2d(x, w)), normalized(conv2d(relu(x), w), second))),
    ops: { FerWinogradEpilogue: 2, Relu: 1 },
  },
  'a sum with a vector': {
    body: (x, w) => relu(add(normalized(conv2d(x, w)), bias)),
    ops: { FerWinogradEpilogue: 1, AddV2: 1, Relu: 1 },
  },
  'a sum with itself': {
    body: (x, w) => {
      const y = normalized(conv2d(x, w));
      return add(y, y);
    },
    ops: { FerWinogradEpilogue: 1, AddV2: 1 },
  },
  'a relu and another use of the batch norm': {
    body: (x, w) => {
      const y = normalized(conv2d(x, w));
      return add(relu(y), swish(y));
    },
    ops: { FerWinogradEpilogue: 1, Relu: 1 },
  },
  'another use of the convolution': {
    body: (x, w) => {
      const y = conv2d(x, w);
      return add(relu(y), normalized(y));
    },
    ops: { FerWinograd: 1, FusedBatchNormV3: 1, AddV2: 1, FerWinogradEpilogue: 0 },
  },
  'a batch norm that is a result, too': {
    body: (x, w) => {
      const y = normalized(conv2d(x, w));
      return [relu(y), y];
    },
    ops: { FerWinogradEpilogue: 1, Relu: 1 },
  },
};

const narrow = normal([3, 3, CHANNELS, 1], 7);
const expand = normal([1, 1, CHANNELS, CHANNELS], 8);
const excited = (x: Tensor) => scaleChannels(x, sigmoid(globalAveragePool(x)));
/** From here on the batch is in parts. */
const divided = (x: Tensor) => depthwiseConv2d(x, narrow);
const depthwise = (filter: Tensor, stride = 1) => ({
  body: (x: Tensor) => {
    const wide = swish(normalized(conv2d(divided(x), expand)));
    return excited(swish(normalized(depthwiseConv2d(wide, filter, stride), second)));
  },
  ops: { FerNormalize: 0, FerDepthwiseBlock: 2, FerChannelMeans: 0, FerScaleChannels: 2 },
});

/** Depthwise convolutions, in two parts of the batch. */
const IN_PARTS: Readonly<Record<string, Prediction>> = {
  'a batch norm after': {
    body: (x) => normalized(depthwiseConv2d(x, narrow)),
    ops: { FerDepthwiseBlock: 2 },
  },
  'a batch norm and a relu after': {
    body: (x) => relu(normalized(depthwiseConv2d(x, narrow))),
    ops: { FerDepthwiseBlock: 2 },
  },
  'a block, 3×3': depthwise(narrow),
  'a block, 3×3 and stride 2': depthwise(narrow, 2),
  'a block, 5×5': depthwise(normal([5, 5, CHANNELS, 1], 9)),
  'a block, 5×5 and stride 2': depthwise(normal([5, 5, CHANNELS, 1], 9), 2),
  'a block, 7×7': depthwise(normal([7, 7, CHANNELS, 1], 9)),
  'images normalized by their own statistics': {
    body: (x) => normalized(depthwiseConv2d(relu(batchNormTraining(divided(x), first)), narrow), second),
    ops: { FerDepthwiseBlock: 2, FerNormalize: 2 },
  },
  'another use of the images': {
    body: (x) => {
      const wide = swish(normalized(conv2d(divided(x), expand)));
      return add(swish(normalized(depthwiseConv2d(wide, narrow), second)), wide);
    },
    ops: { FerDepthwiseBlock: 2, FerNormalize: 2 },
  },
  'another use of the convolution': {
    body: (x) => {
      const y = depthwiseConv2d(x, narrow);
      return add(swish(normalized(y)), y);
    },
    ops: { FerDepthwise: 2, FerNormalize: 2 },
  },
  'factors before values': {
    body: (x) => {
      const y = depthwiseConv2d(x, narrow);
      return multiply(sigmoid(globalAveragePool(y)), y);
    },
    ops: { FerChannelMeans: 2, Mul: 2 },
  },
  'factors in bfloat16': {
    body: (x) => cast(excited(cast(depthwiseConv2d(x, narrow), DataType.bfloat16)), DataType.float32),
    ops: { FerChannelMeans: 2, FerScaleChannels: 2 },
  },
  'a gray channel, repeated': {
    body: (x) => {
      const gray = reshape(x, [IMAGES, 9 * CHANNELS, 8, 1]);
      return depthwiseConv2d(conv2d(repeatChannel(gray, 3), normal([3, 3, 3, CHANNELS], 4), 2), narrow);
    },
    ops: { Tile: 0, Conv2D: 2, Sum: 1 },
  },
  'rows of gray pixels, repeated': {
    body: (x) => {
      const rows = tf.tile(reshape(x, [IMAGES, 9 * CHANNELS, 8, 1]), [1, 2, 1, 1]);
      return depthwiseConv2d(conv2d(rows, normal([3, 3, 1, CHANNELS], 4), 2), narrow);
    },
    ops: { Conv2D: 2, Sum: 0 },
  },
};

const x = normal([IMAGES, 9, 8, CHANNELS], 1);
const filter = normal([3, 3, CHANNELS, CHANNELS], 2);
const ROUNDED = roundingTolerance(9, { type: 'bfloat16' });

for (const [kind, cases, parts] of [
  ['a 3×3 convolution', CONVOLUTIONS, 1],
  ['a depthwise convolution', IN_PARTS, 2],
] as const)
  for (const [name, { body, ops }] of Object.entries(cases))
    test(`a prediction: ${kind} with ${name}`, { skip: hasOwnOps() ? false : 'needs a CPU with AVX2' }, () => {
      const [eager, captured] = ([{ mode: 'eager' }, { parts }] as const).map((options) => run(body, options));
      const [tolerance] = winogradTolerances(x.shape, filter.shape);
      captured.forEach((values, i) => {
        assertClose(values, eager[i], name.includes('bfloat16') ? ROUNDED : 4 * tolerance, `output ${i}`);
      });
      const counted = opsOf(body, parts);
      for (const [op, count] of Object.entries(ops))
        assert.equal(counted.filter((other) => other === op).length, count, op);
    });

const outputs = (values: Tensor | Tensor[]) => (Array.isArray(values) ? values : [values]);

function run(body: Body, options: { readonly mode?: 'eager'; readonly parts?: number }) {
  const before = VARIABLES.map((variable) => variable.clone());
  const program = new Program(VARIABLES, { predict: (x, w) => outputs(body(x, w)) }, options);
  const values = program.run('predict', [x, filter]).map((tensor) => tensor.dataSync());
  assert.equal(program.running, options.mode ?? 'captured');
  program.dispose();
  VARIABLES.forEach((variable, i) => {
    variable.assign(before[i]);
  });
  return values;
}

/** The ops that a result needs. */
function opsOf(body: Body, most: number): string[] {
  const variables = VARIABLES.map((variable, i) => ({ variable, handle: `variable_${i}` }));
  const before = VARIABLES.map((variable) => variable.clone());
  const restore = () => VARIABLES.forEach((variable, i) => void variable.assign(before[i]));
  const recording = record('prediction', (x, w) => outputs(body(x, w)), [x, filter], variables, restore);
  const [{ graph, results }] = withOwnOps([recording], most).recordings;
  const nodes = new Map(graph.nodes.map((node) => [node.name, node]));
  const needed = new Set<string>();
  const visit = (value: string) => {
    const name = value.replace(/^\^|:\d+$/g, '');
    if (needed.has(name)) return;
    needed.add(name);
    nodes.get(name)?.inputs.forEach(visit);
  };
  for (const { source } of results) visit(source);
  return [...needed].map((name) => nodes.get(name)?.op ?? '');
}
