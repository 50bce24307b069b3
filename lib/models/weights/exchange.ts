import { InputError } from '../../core/errors';
import type { Network } from '../network';
import { assignTorch, type LaidOut, layoutOf, toTorch } from './layout';
import { listed, shownName } from './names';
import type { NamedTensor } from './tensor';

/** Tensors in PyTorch's layout, by name. */
type Tensors = ReadonlyMap<string, NamedTensor>;

/** Comparison of a network's parameters with tensors. */
export interface Comparison {
  /** Number of parameters with a tensor of the right shape. */
  readonly fitting: number;
  readonly faults: readonly string[];
}

/** Compares a network's parameters with tensors in PyTorch's layout. */
export function compare(network: Network, tensors: Tensors): Comparison {
  return compareLayout(layoutOf(network), tensors);
}

/**
 * Assigns the weights of a PyTorch state dict to a network. Convolutions have no bias here, since the following batch
 * norm subtracts it: a bias is subtracted from the running mean instead, which gives the same outputs.
 *
 * @param source name of the tensors in messages
 * @throws {InputError} that lists missing and surplus tensors and those of another shape; then nothing is assigned
 */
export function fromStateDict(network: Network, tensors: Tensors, source: string): void {
  const layout = layoutOf(network);
  const { faults } = compareLayout(layout, tensors);
  if (faults.length > 0) throw new InputError(source, faults.join('; '), `must contain the weights of ${network.name}`);
  for (const { name, values } of tensors.values()) {
    if (!values.every(Number.isFinite))
      throw new InputError(source, `${shownName(name)} is not finite`, 'must be numbers');
  }
  const biases = biasesOf(layout);
  for (const laidOut of layout) {
    const { values } = tensors.get(laidOut.parameter.name)!;
    const bias = tensors.get(biases.get(laidOut.parameter.name) ?? '');
    assignTorch(laidOut, bias ? values.map((mean, i) => mean - bias.values[i]) : values);
  }
}

/**
 * A network's weights in PyTorch's layout.
 * @param biases adds zero biases for convolutions before a batch norm, which the study's PyTorch code expects
 */
export function toStateDict(network: Network, { biases }: { readonly biases: boolean }): NamedTensor[] {
  const layout = layoutOf(network);
  const added = new Map([...biasesOf(layout)].map(([mean, bias]) => [weightOf(bias), { mean, bias }]));
  return layout.flatMap((laidOut) => {
    const tensor = toTorch(laidOut);
    const zero = biases ? added.get(tensor.name) : undefined;
    if (!zero) return [tensor];
    const [filters] = tensor.shape;
    return [tensor, { name: zero.bias, shape: [filters], values: new Float32Array(filters) }];
  });
}

function compareLayout(layout: readonly LaidOut[], tensors: Tensors): Comparison {
  const optional = new Map([...biasesOf(layout)].map(([mean, bias]) => [bias, mean]));
  const shapes = new Map(layout.map(({ parameter, torchShape }) => [parameter.name, torchShape]));
  for (const [bias, mean] of optional) if (tensors.has(bias)) shapes.set(bias, shapes.get(mean)!);
  const missing = [...shapes.keys()].filter((name) => !tensors.has(name));
  const surplus = [...tensors.keys()].filter((name) => !shapes.has(name));
  const wrong = [...shapes].flatMap(([name, shape]) => {
    const given = tensors.get(name)?.shape ?? shape;
    return given.join() === shape.join() ? [] : [`${name} [${shownShape(given)}] for [${shape}]`];
  });
  const faults = [
    ...(missing.length > 0 ? [`lacks ${listed(missing)}`] : []),
    ...(surplus.length > 0 ? [`has ${listed(surplus)}`] : []),
    ...(wrong.length > 0 ? [`shapes: ${wrong.slice(0, MOST_SHAPES).join(', ')}${more(wrong.length)}`] : []),
  ];
  return { fitting: shapes.size - missing.length - wrong.length, faults };
}

/** Maximum number of wrong shapes in a message. */
const MOST_SHAPES = 3;

const more = (count: number) => (count > MOST_SHAPES ? ` and ${count - MOST_SHAPES} more` : '');

function shownShape(shape: readonly number[]): string {
  return shape.length > 6 ? `${shape.length} axes` : shape.join();
}

/** For each running mean after a convolution without a bias, the name that a bias would have. */
function biasesOf(layout: readonly LaidOut[]): Map<string, string> {
  const biases = new Map<string, string>();
  layout.forEach(({ parameter, shape }, i) => {
    const mean = layout[i + MEAN_BEHIND_WEIGHT]?.parameter.name;
    const bias = parameter.name.replace(/weight$/, 'bias');
    const isConvolution = shape.length === 4 && parameter.variable.shape.length === 4;
    if (isConvolution && layout[i + 1]?.parameter.name !== bias && mean?.endsWith('.running_mean'))
      biases.set(mean, bias);
  });
  return biases;
}

/** Distance from a batch norm's weight to its running mean: weight, bias, running mean, running variance. */
const MEAN_BEHIND_WEIGHT = 3;

const weightOf = (bias: string) => bias.replace(/bias$/, 'weight');
