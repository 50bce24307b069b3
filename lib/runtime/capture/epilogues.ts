import * as attributes from '../attributes';
import { DataType } from '../backend';
import { WINOGRAD } from '../kernels/own-convolution';
import { Graph, type GraphNode } from './graph';
import { attribute, flag } from './part-rule';
import type { Recording } from './recorder';
import { usersOf } from './users';

/**
 * The recording, changed so that Winograd convolutions compute what follows them as they store their results: in
 * predictions, a bias, the batch norm, the sum with a shortcut, and a relu. Each would otherwise read and write all values.
 */
export function withEpilogues(recording: Recording): Recording {
  const graph = new Graph(recording.graph.prefix, recording.graph);
  const users = usersOf(recording);
  for (const node of recording.graph.nodes) {
    const found = node.op === WINOGRAD.convolution && !flag(node, 'gradient') && sequenceAfter(node, users, graph);
    if (found) put(found, node, graph);
  }
  return { ...recording, graph };
}

/** Ops that follow a convolution, each of which alone uses the value before it. */
interface Sequence {
  readonly bias?: string;
  readonly norm: GraphNode;
  readonly shortcut?: string;
  /** The last one: the relu, the sum, or the batch norm. */
  readonly last: GraphNode;
}

type Users = ReturnType<typeof usersOf>;

/** @param graph in which the last ops of other sequences are replaced */
function sequenceAfter(convolution: GraphNode, users: Users, graph: Graph): Sequence | undefined {
  const next = (node: GraphNode, op: string) => {
    const [user, ...others] = users.get(node.name) ?? [];
    return user?.op === op && others.length === 0 ? user : undefined;
  };
  const bias = next(convolution, 'BiasAdd');
  const norm = next(bias ?? convolution, 'FusedBatchNormV3');
  const isUsedAlone = norm && [1, 2, 3, 4, 5].every((output) => !users.has(`${norm.name}:${output}`));
  if (!isUsedAlone || flag(norm, 'is_training')) return undefined;
  const endOf = (node: GraphNode) => next(node, 'Relu') ?? node;
  const before = { bias: bias?.inputs[1], norm };
  const sum = next(norm, 'AddV2');
  const shortcut = sum?.inputs.find((value) => value !== norm.name);
  const isSameShape = shortcut && String(graph.shapes.get(shortcut)) === String(graph.shapes.get(norm.name));
  if (!sum || !isSameShape || graph.node(endOf(sum).name).op === WINOGRAD.withEpilogue)
    return { ...before, last: endOf(norm) };
  return { ...before, shortcut, last: endOf(sum) };
}

/** Replaces the last op of a sequence. TensorFlow leaves out the others, which nothing uses. */
function put({ bias, norm, shortcut, last }: Sequence, { inputs }: GraphNode, graph: Graph): void {
  const [, scale, offset, mean, variance] = norm.inputs;
  const before = bias ? graph.add('Sub', [mean, bias], [attributes.type('T', DataType.float32)]) : mean;
  const statistics = graph.add('FerStatistics', [scale, offset, before, variance], [attribute(norm, 'epsilon')]);
  const activation = last.op === 'Relu' ? 'relu' : 'none';
  graph.put({
    name: last.name,
    op: WINOGRAD.withEpilogue,
    inputs: [...inputs, statistics, ...(shortcut ? [shortcut] : [])],
    attributes: [attributes.int('N', shortcut ? 1 : 0), attributes.string('activation', activation)],
  });
}
