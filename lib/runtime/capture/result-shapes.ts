import type { Attribute } from '../backend';

type Shape = readonly number[];
/** The shape of an op's only result; undefined if TensorFlow has to tell. */
type Rule = (inputs: readonly Shape[], attribute: (name: string) => unknown) => Shape | undefined;

const first: Rule = ([x]) => x;

const broadcast: Rule = ([a, b]) => {
  const rank = Math.max(a.length, b.length);
  const side = (shape: Shape, axis: number) => shape[shape.length - rank + axis] ?? 1;
  const sides = Array.from({ length: rank }, (_, axis) => [side(a, axis), side(b, axis)]);
  if (sides.some(([one, other]) => one !== other && one !== 1 && other !== 1)) return undefined; // TensorFlow reports it
  return sides.map(([one, other]) => (one === 1 ? other : one));
};

const product =
  (transposesA: string, transposesB: string): Rule =>
  ([a, b], attribute) => {
    if (a.length !== b.length || a.slice(0, -2).some((side, axis) => side !== b[axis])) return undefined;
    const [rows, summed] = attribute(transposesA) ? a.slice(-2).reverse() : a.slice(-2);
    const [others, columns] = attribute(transposesB) ? b.slice(-2).reverse() : b.slice(-2);
    return summed === others ? [...a.slice(0, -2), rows, columns] : undefined;
  };

/** The ops in which a recorded training step would spend most of its time. */
const RULES: Readonly<Record<string, Rule>> = {
  AddV2: broadcast,
  Mul: broadcast,
  Sub: broadcast,
  Relu: first,
  ReluGrad: first,
  FerSwish: first,
  FerSwishGradient: first,
  MatMul: product('transpose_a', 'transpose_b'),
  BatchMatMulV2: product('adj_x', 'adj_y'),
  FerWinograd: ([images, filter], attribute) => [...images.slice(0, 3), filter[attribute('gradient') ? 2 : 3]],
  FerWinogradFilterGradient: ([images, gradient]) => [3, 3, images[3], gradient[3]],
};

/** The shape of an op's only result by its inputs' shapes and attributes; undefined if the op has to run to tell. */
export function resultShape(op: string, given: readonly Attribute[], inputs: readonly Shape[]): Shape | undefined {
  return RULES[op]?.(inputs, (name) => given.find((attribute) => attribute.name === name)?.value);
}
