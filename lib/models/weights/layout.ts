import { type Tensor, tf, type Variable } from '../../runtime';
import type { Parameter } from '../layers';
import type { Network } from '../network';
import type { NamedTensor } from './tensor';

/** A parameter, and how PyTorch arranges its numbers. */
export interface LaidOut {
  readonly parameter: Parameter;
  /** Its shape here, where the dense layer behind a flattened image shows the image's axes: `[2, 2, 512, 4096]`. */
  readonly shape: readonly number[];
  /** Which axis of PyTorch's tensor each of these is. */
  readonly torchAxes: readonly number[];
  /** The shape in PyTorch, where the image is flattened: `[4096, 2048]`. */
  readonly torchShape: readonly number[];
}

/**
 * How a network's parameters stand in PyTorch. Filters have other axes there, and an image is flattened channel by
 * channel, not pixel by pixel, so that the first dense layer's inputs come in another order.
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

/** Of `[height, width, channels, units]`, as of a convolution's filters. */
const FILTER_AXES = [2, 3, 1, 0];

/** The shapes of the images that a layer flattens, by the name of the weight that sees them next. */
function flattenedImages({ layers, inputShape }: Network): Map<string, readonly number[]> {
  const images = new Map<string, readonly number[]>();
  layers.forEach(({ kind }, i) => {
    const image = i === 0 ? inputShape : layers[i - 1].outputShape;
    const next = layers.slice(i + 1).find(({ parameters }) => parameters.length > 0);
    if (kind === 'flatten' && image.length === 3 && next) images.set(next.parameters[0].name, image);
  });
  return images;
}

/** A parameter's numbers as PyTorch arranges them. */
export function toTorch({ parameter, shape, torchAxes, torchShape }: LaidOut): NamedTensor {
  const order = torchAxes.map((_, axis) => torchAxes.indexOf(axis));
  const values = valuesOf(() => tf.transpose(tf.reshape(parameter.variable, [...shape]), order));
  return { name: parameter.name, shape: torchShape, values };
}

/** Gives a parameter numbers that PyTorch arranged. */
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
