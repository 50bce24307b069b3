import * as attributes from '../attributes';
import { DataType } from '../backend';
import type { GraphNode } from './graph';
import { depthwiseBlock } from './part-depthwise';
import { areVectors, attribute, flag, imageByImage, isOwnType, type Rule } from './part-rule';
import type { Parts } from './parts';

/**
 * Parts normalized by the running statistics or those of the batch, with the activation that follows. Inputs are the values
 * and the parameters.
 */
export const batchNorm: Rule = (node, parts) => {
  const [x, ...parameters] = node.inputs;
  // TensorFlow's optimizer of graphs does as much for a prediction of the whole batch.
  const isWorthIt = flag(node, 'is_training') || parts.count > 1;
  const canRun = isWorthIt && isOwnType(parts.type(x)) && areVectors(parts.shape(x).at(-1)!);
  if (!parts.has(x) || !canRun || !gradientsOf(node, parts)) return false;
  const whole = parameters.map((value) => parts.whole(value));
  const statistics = flag(node, 'is_training')
    ? batchStatistics(node, whole, parts)
    : runningStatistics(node, whole, parts);
  const activation = attributes.string('activation', activationOf(node, parts)?.name ?? 'none');
  if (!flag(node, 'is_training') && depthwiseBlock(node, statistics, activation, parts)) return true;
  const op = { op: 'FerNormalize', attributes: [...common(node, parts), activation] };
  parts.divide(
    node.name,
    parts.each(op, (part) => [parts.of(x)[part], statistics]),
  );
  return true;
};

/** The statistics of the batch: moments of the parts, joined. Defines the new running statistics. */
function batchStatistics(node: GraphNode, parameters: readonly string[], parts: Parts): string {
  const [x] = node.inputs;
  const moments = parts.each({ op: 'FerMoments', attributes: common(node, parts) }, (part) => [parts.of(x)[part]]);
  const given = [
    attributes.int('N', parts.count),
    attributes.int('rows', rows(x, parts)),
    attribute(node, 'epsilon'),
    attributes.float('momentum', attribute(node, 'exponential_avg_factor').value as number),
  ];
  const name = parts.graph.add('FerJoinMoments', [...moments, ...parameters], given);
  parts.replace(`${node.name}:1`, `${name}:1`);
  parts.replace(`${node.name}:2`, `${name}:2`);
  parts.replace(`${node.name}:3`, name);
  return name;
}

function runningStatistics(node: GraphNode, parameters: readonly string[], parts: Parts): string {
  return parts.graph.add('FerStatistics', parameters, [attribute(node, 'epsilon')]);
}

/** Inputs are the gradient of the result, the values, the scale, and what the batch norm saved. */
export const batchNormGradient: Rule = (node, parts) => {
  const [dy, x, , saved] = node.inputs;
  if (!flag(node, 'is_training')) return inferenceGradient(node, parts);
  const statistics = parts.whole(saved);
  if (statistics === saved) return false; // the batch norm is not in parts
  const given = common(node, parts);
  const activation = activationOf(parts.node(saved), parts);
  const sumOp = activation
    ? { op: 'FerActivationGradientSums', attributes: [...given, attributes.string('activation', activation.name)] }
    : { op: 'FerNormalizeGradientSums', attributes: given };
  const summed = parts.each(sumOp, (part) => [parts.of(dy)[part], parts.of(x)[part], statistics]);
  const [gradients, sums] = activation ? [summed, summed.map((name) => `${name}:1`)] : [parts.of(dy), summed];
  const joined = parts.graph.add(
    'FerJoinGradientSums',
    [...sums, statistics],
    [attributes.int('N', parts.count), attributes.int('rows', rows(x, parts))],
  );
  const inputs = (part: number) => [gradients[part], parts.of(x)[part], statistics, `${joined}:2`];
  parts.divide(node.name, parts.each({ op: 'FerNormalizeGradient', attributes: given }, inputs));
  parts.replace(`${node.name}:1`, joined);
  parts.replace(`${node.name}:2`, `${joined}:1`);
  return true;
};

/** With the running statistics; the parts' gradients of scale and offset are added. */
const inferenceGradient: Rule = (node, parts) => {
  if (!imageByImage(node, parts)) return false;
  for (const output of [1, 2]) {
    const gradients = parts.of(node.name).map((name) => `${name}:${output}`);
    parts.replace(`${node.name}:${output}`, parts.sum(gradients, DataType.float32));
  }
  return true;
};

/** The gradients that need what a batch norm saves; undefined if something else needs it. */
function gradientsOf({ name }: GraphNode, parts: Parts): readonly GraphNode[] | undefined {
  const users = [3, 4, 5].flatMap((output) => parts.usersOf(`${name}:${output}`));
  return users.every((user) => user.op === 'FusedBatchNormGradV3') ? users : undefined;
}

/** The attributes of all ops that take values: their type, and whether the op uses only one thread. */
function common(node: GraphNode, parts: Parts) {
  return [attribute(node, 'T'), attributes.bool('alone', parts.count > 1)];
}

/** An activation that the ops compute with a batch norm. */
interface Activation {
  readonly name: 'swish' | 'relu';
  readonly op: string;
  /** The op of its gradient: inputs are the gradient of the result, and the activation's values or its result. */
  readonly gradient: string;
  readonly gradientOf: 'values' | 'result';
}

const ACTIVATIONS: readonly Activation[] = [
  { name: 'swish', op: 'FerSwish', gradient: 'FerSwishGradient', gradientOf: 'values' },
  { name: 'relu', op: 'Relu', gradient: 'ReluGrad', gradientOf: 'result' },
];

/**
 * The activation for which alone a batch norm is used, and which is then computed with it: the normalized values take
 * neither memory nor time. With the statistics of the batch, its gradient must come from that of the activation alone,
 * and includes it.
 */
function activationOf(node: GraphNode, parts: Parts): Activation | undefined {
  return ACTIVATIONS.find((activation) => isUsedFor(activation, node, parts));
}

function isUsedFor({ op, gradient, gradientOf }: Activation, node: GraphNode, parts: Parts): boolean {
  const users = parts.usersOf(node.name);
  const activations = users.filter((user) => user.op === op);
  const sources = gradientOf === 'values' ? [node] : activations;
  const backward = sources.flatMap(({ name }) =>
    parts.usersOf(name).filter((user) => user.op === gradient && user.inputs[1] === name && user.inputs[0] !== name),
  );
  const gradients = gradientsOf(node, parts) ?? [];
  const areForBatchNorm = backward.every(({ name }) => parts.usersOf(name).every((user) => gradients.includes(user)));
  return (
    activations.length > 0 &&
    users.every((user) => activations.includes(user) || backward.includes(user)) &&
    (flag(node, 'is_training') || backward.length === 0) &&
    areForBatchNorm &&
    gradients.every(({ inputs: [dy] }) => backward.some(({ name }) => name === dy))
  );
}

/** A swish by itself, on one thread per part. */
const swishAlone: Rule = (node, parts) =>
  imageByImage({ ...node, attributes: [attribute(node, 'T'), attributes.bool('alone', true)] }, parts);

export const swish: Rule = (node, parts) => withBatchNorm(node.inputs[0], node, parts) || swishAlone(node, parts);

/** Inputs are the gradient of the result, and the values. */
export const swishGradient: Rule = (node, parts) =>
  withBatchNorm(node.inputs[1], node, parts) || swishAlone(node, parts);

export const relu: Rule = (node, parts) => withBatchNorm(node.inputs[0], node, parts) || imageByImage(node, parts);

/** Inputs are the gradient of the result, and the result. */
export const reluGradient: Rule = (node, parts) => {
  const { op, inputs } = parts.node(node.inputs[1]);
  return (op === 'Relu' && withBatchNorm(inputs[0], node, parts)) || imageByImage(node, parts);
};

/** The batch norm's ops compute what the activation of its values or its gradient would. */
const withBatchNorm = (values: string, node: GraphNode, parts: Parts) => {
  const from = parts.node(values);
  const isNormalized = from.op === 'FusedBatchNormV3' && from.name === values; // not its statistics
  if (!isNormalized || !parts.isReplaced(values)) return false;
  const activation = activationOf(from, parts);
  if (node.op !== activation?.op && node.op !== activation?.gradient) return false;
  parts.divide(node.name, parts.of(node.inputs[0]));
  return true;
};

/** Values of each channel. */
function rows(value: string, parts: Parts): number {
  return parts
    .shape(value)
    .slice(0, -1)
    .reduce((product, side) => product * side, 1);
}
