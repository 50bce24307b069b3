import { type Tensor, tf, type Variable } from '../../runtime';
import type { Parameter } from '../layers';
import type { Network } from '../network';
import type { NamedTensor } from './tensor';

/** A parameter and its layout in PyTorch. */
export interface LaidOut {
  readonly parameter: Parameter;
  /** Its shape here. For the dense layer after a flattened image it includes the image's axes: `[2, 2, 512, 4096]`. */
  readonly shape: readonly number[];
  /** For each axis, the corresponding axis of PyTorch's tensor. */
  readonly torchAxes: readonly number[];
  /** Its shape in PyTorch, where the image is flattened: `[4096, 2048]`. */
  readonly torchShape: readonly number[];
}

/**
 * The layout of a network's parameters in PyTorch. Filters have another order of axes there, and images are flattened
 * channel by channel instead of pixel by pixel, so the inputs of the first dense layer are in another order.
 */
export function layoutOf(network: Network): LaidOut[] {
  const images = flattenedImages(network);
  return network.parameters.map((parameter): LaidOut => {
    const { name, variable, torchAxes } = parameter;
    const image = images.get(name);
    const inTorch = (shape: readonly number[], axes: readonly number[]) =>
      shape.map((_, axis) => shape[axes.indexOf(axis)]);
    const torchShape = inTorch(variable.shape, torchAxes);
    if (!image) return { parameter, shape: variable.shape, torchAxes, torchShape };
    return { parameter, shape: [...image, torchShape[0]], torchAxes: FILTER_AXES, torchShape };
  });
}

/** Axes of `[height, width, channels, units]`, as in a convolution's filters. */
const FILTER_AXES = [2, 3, 1, 0];

/** Shapes of flattened images, by the name of the weight that is applied next. */
function flattenedImages({ layers, inputShape }: Network): Map<string, readonly number[]> {
  const images = new Map<string, readonly number[]>();
  layers.forEach(({ kind }, i) => {
    const image = i === 0 ? inputShape : layers[i - 1].outputShape;
    const next = layers.slice(i + 1).find(({ parameters }) => parameters.length > 0);
    if (kind === 'flatten' && image.length === 3 && next) images.set(next.parameters[0].name, image);
  });
  return images;
}

/** A parameter's numbers in PyTorch's order. */
export function toTorch({ parameter, shape, torchAxes, torchShape }: LaidOut): NamedTensor {
  const order = torchAxes.map((_, axis) => torchAxes.indexOf(axis));
  const values = valuesOf(() => tf.transpose(tf.reshape(parameter.variable, [...shape]), order));
  return { name: parameter.name, shape: torchShape, values };
}

/** Assigns numbers in PyTorch's order to a parameter. */
export function assignTorch({ parameter, shape, torchAxes }: LaidOut, values: Float32Array): void {
  const own = tf.tidy(() => {
    const inTorch = tf.tensor(
      values,
      shape.map((_, axis) => shape[torchAxes.indexOf(axis)]),
    );
    return tf.reshape(tf.transpose(inTorch, [...torchAxes]), parameter.variable.shape);
  });
  (parameter.variable as Variable).assign(own);
  own.dispose();
}

function valuesOf(compute: () => Tensor): Float32Array {
  const tensor = tf.tidy(compute);
  const values = tensor.dataSync() as Float32Array;
  tensor.dispose();
  return values;
}
