import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  applyGradientDescent,
  applyMomentum,
  lower,
  Program,
  record,
  type Tensor,
  tf,
  updateIf,
} from '../../lib/runtime';
import { Graph } from '../../lib/runtime/capture/graph';
import { groupVectors } from '../../lib/runtime/capture/pack';
import { assertClose, roundingTolerance } from '../rounding';

const SIZES = [3, 5, 1, 8];
const ramp = (size: number, from: number) => tf.linspace(from, from + 1, size);
const rate = tf.scalar(0.1);

/** Vectors with velocities, statistics and a matrix, updated as in a training. */
function state() {
  const vectors = SIZES.map((size, i) => tf.variable(ramp(size, i)));
  const velocities = SIZES.map((size) => tf.variable(tf.zeros([size]), false));
  const means = SIZES.map((size) => tf.variable(tf.zeros([size]), false));
  const matrix = tf.variable(tf.ones([3, 2]));
  const variables = [...vectors, matrix, ...velocities, ...means];
  const step = (factor: Tensor, decays = SIZES.map(() => 0.01)) => {
    vectors.forEach((vector, i) => {
      const gradient = tf.add(tf.mul(tf.sin(vector), factor), tf.mul(vector, decays[i]));
      applyMomentum(vector, velocities[i], gradient, rate, tf.scalar(0.9), true);
      means[i].assign(tf.add(tf.mul(means[i], 0.5), gradient));
    });
    applyGradientDescent(matrix, tf.mul(matrix, factor), rate);
    return [tf.sum(tf.concat(vectors))];
  };
  return { variables, vectors, velocities, means, matrix, step };
}

/** The vectors that are packed when these functions are captured, and the ops of the last function. */
function packed({ variables }: ReturnType<typeof state>, ...bodies: ((factor: Tensor) => Tensor[])[]) {
  const handles = new Graph('variables');
  const known = variables.map((variable) => ({ variable, handle: handles.variable(1, variable.shape) }));
  const before = variables.map((variable) => variable.clone());
  const recordings = bodies.map((body, i) => {
    const recording = record(`body_${i}`, body, [tf.scalar(2)], known);
    variables.forEach((variable, i) => {
      variable.assign(before[i]);
    });
    return recording;
  });
  const groups = groupVectors(recordings, known, handles);
  const packs = groups.flatMap(({ packs }) => packs.map(({ members }) => members.map(({ variable }) => variable)));
  const { graph, outputs } = lower(recordings[recordings.length - 1], groups);
  return { packs, count: (op: string) => reached(graph, outputs).filter((node) => node.op === op).length };
}

/** The nodes that a run of `outputs` takes. */
function reached(graph: Graph, outputs: readonly string[]) {
  const names = new Set(outputs);
  for (const name of names)
    for (const input of graph.node(name)?.inputs ?? []) names.add(input.replace(/^\^|:\d+$/g, ''));
  return [...names].flatMap((name) => graph.node(name) ?? []);
}

test('vectors with equal updates are concatenated, by role', () => {
  const made = state();
  const { packs, count } = packed(made, (factor) => made.step(factor));
  assert.deepEqual(packs, [made.means, made.vectors, made.velocities]);
  assert.equal(count('ResourceApplyMomentum'), 1);
  assert.equal(count('AssignVariableOp'), 1);
  assert.equal(count('ResourceApplyGradientDescent'), 1);
});

test('elementwise ops on them run once, on the concatenation', () => {
  const made = state();
  const { count } = packed(made, (factor) => made.step(factor));
  // The penalty and the mean are packed; the sine, which is not among the known ops, is unchanged.
  assert.equal(count('Sin'), SIZES.length);
  assert.equal(count('ConcatV2'), 2); // of the sines, and the one in the output
  assert.equal(count('Mul'), 4); // by the factor, the decay and the mean's weight; the matrix's
});

test('other scalars, other updates and other lengths keep vectors separate', () => {
  const decays = state();
  assert.equal(
    packed(decays, (factor) => decays.step(factor, [0.01, 0.02, 0.01, 0.02])).count('ResourceApplyMomentum'),
    1,
  );

  const rates = state();
  const byRate = packed(rates, (factor) => {
    for (const [i, vector] of rates.vectors.entries())
      applyGradientDescent(vector, vector, tf.scalar(i < 2 ? 0.1 : 0.2));
    return [factor];
  });
  assert.deepEqual(byRate.packs, [rates.vectors.slice(0, 2), rates.vectors.slice(2)]);

  const partly = state();
  const twice = packed(
    partly,
    (factor) => partly.step(factor),
    (factor) => {
      partly.vectors[0].assign(tf.mul(partly.vectors[0], factor));
      return [factor];
    },
  );
  assert.deepEqual(twice.packs.at(-2), partly.vectors.slice(1));

  const alone = state();
  const one = packed(alone, (factor) => {
    alone.means[0].assign(tf.mul(alone.means[0], factor));
    return [factor];
  });
  assert.deepEqual(one.packs, []);
});

test('packed vectors are updated as in eager mode, in every function, and can be read and written', () => {
  const [expected, actual] = (['eager', 'captured'] as const).map((mode) => {
    const { variables, vectors, means, step } = state();
    const bodies = {
      step: (factor: Tensor) => step(factor),
      maybe: (factor: Tensor) => {
        updateIf(tf.greater(factor, 0), () => step(factor));
        return [factor];
      },
      look: () => [tf.concat([vectors[2], means[1], vectors[0]])],
    };
    const program = new Program(variables, bodies, { mode, onNotice: assert.fail });
    const seen: number[] = [];
    const look = () => seen.push(...program.run('look', [])[0].dataSync());
    look();
    for (const factor of [1, 2]) program.run('step', [tf.scalar(factor)]);
    look();
    for (const factor of [3, -1]) program.run('maybe', [tf.scalar(factor)]);
    look();
    program.pull();
    vectors[2].assign(tf.tensor1d([7]));
    program.push();
    program.run('step', [tf.scalar(1)]);
    look();
    program.pull();
    assert.equal(program.running, mode);
    return [...seen, ...variables.flatMap((variable) => Array.from(variable.dataSync()))];
  });
  assertClose(actual, expected, roundingTolerance(10), 'values'); // a value is multiplied at most ten times
});
