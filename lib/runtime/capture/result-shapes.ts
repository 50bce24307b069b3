import { type Attribute, DataType } from '../backend';

type Shape = readonly number[];

/** What a graph knows of a value. */
export interface Described {
  readonly shape: Shape;
  /** Element type. */
  readonly dtype: DataType;
}

type AttributeOf = (name: string) => unknown;
/** The shape of an op's only result; undefined if TensorFlow has to tell. */
type ShapeRule = (inputs: readonly Shape[], attribute: AttributeOf) => Shape | undefined;
type Rule = (inputs: readonly Described[], attribute: AttributeOf) => readonly Described[] | undefined;

/** One result, of the first input's element type. */
const one =
  (rule: ShapeRule): Rule =>
  (inputs, attribute) => {
    const shape = rule(
      inputs.map((input) => input.shape),
      attribute,
    );
    return shape && [{ shape, dtype: inputs[0].dtype }];
  };

const first = one(([x]) => x);

const broadcast = one(([a, b]) => {
  const rank = Math.max(a.length, b.length);
  const side = (shape: Shape, axis: number) => shape[shape.length - rank + axis] ?? 1;
  const sides = Array.from({ length: rank }, (_, axis) => [side(a, axis), side(b, axis)]);
  if (sides.some(([one, other]) => one !== other && one !== 1 && other !== 1)) return undefined; // TensorFlow reports it
  return sides.map(([one, other]) => (one === 1 ? other : one));
});

const product = (transposesA: string, transposesB: string) =>
  one(([a, b], attribute) => {
    if (a.length !== b.length || a.slice(0, -2).some((side, axis) => side !== b[axis])) return undefined;
    const [rows, summed] = attribute(transposesA) ? a.slice(-2).reverse() : a.slice(-2);
    const [others, columns] = attribute(transposesB) ? b.slice(-2).reverse() : b.slice(-2);
    return summed === others ? [...a.slice(0, -2), rows, columns] : undefined;
  });

const convolution = one(([images, filter], attribute) => [
  ...images.slice(0, 3),
  filter[attribute('gradient') ? 2 : 3],
]);

const float = (shape: Shape): Described => ({ shape, dtype: DataType.float32 });
const filterGradient: Rule = ([images, gradient]) => [float([3, 3, images.shape[3], gradient.shape[3]])];

const maxPool = one(([[images, height, width, channels]], attribute) => {
  const [, down, across] = attribute('ksize') as number[];
  const isPlain = attribute('padding') === 'VALID' && String(attribute('strides')) === String(attribute('ksize'));
  return isPlain ? [images, Math.floor(height / down), Math.floor(width / across), channels] : undefined;
});

const perChannel = ({ shape }: Described) => float(shape.slice(-1));

/** The ops in which a recorded training step would spend most of its time. */
const RULES: Readonly<Record<string, Rule>> = {
  AddV2: broadcast,
  Mul: broadcast,
  Sub: broadcast,
  Relu: first,
  ReluGrad: first,
  BiasAdd: first,
  Cast: ([{ shape }], attribute) => [{ shape, dtype: attribute('DstT') as DataType }],
  MaxPool: maxPool,
  MaxPoolGrad: first,
  MatMul: product('transpose_a', 'transpose_b'),
  BatchMatMulV2: product('adj_x', 'adj_y'),
  // The last results only serve the gradient, whose rule does not look at them.
  FusedBatchNormV3: ([x]) => [x, ...Array(4).fill(perChannel(x)), float([0])],
  FusedBatchNormGradV3: ([, x]) => [x, perChannel(x), perChannel(x), float([]), float([])],
  FerDecay: first,
  FerDropout: first,
  FerSwish: first,
  FerSwishGradient: first,
  FerWarp: ([{ shape }], attribute) => [
    float([shape[0], attribute('height') as number, attribute('width') as number, 1]),
  ],
  FerWinograd: convolution,
  FerAmxConvolution: convolution,
  FerWinogradFilterGradient: filterGradient,
  FerAmxFilterGradient: filterGradient,
};

/** An op's results by its inputs and attributes; undefined if the op has to run to tell. */
export function resultsOf(
  op: string,
  given: readonly Attribute[],
  inputs: readonly Described[],
): readonly Described[] | undefined {
  return RULES[op]?.(inputs, (name) => given.find((attribute) => attribute.name === name)?.value);
}
