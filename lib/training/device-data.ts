import { count, type Dataset } from '../data/dataset';
import { gather, type Tensor, tf, uint8Tensor, type Variable } from '../runtime';

/** The images of a training on the device, where steps take them by their indices. */
export interface DeviceData {
  readonly variables: readonly Variable[];
  /** `[n]` to `[n, size, size, 1]`, uint8. */
  images(indices: Tensor): Tensor;
  /** The targets that training learns, `[n]` to `[n, classes]`. */
  targets(indices: Tensor): Tensor;
  /** The given labels, `[n]` to one-hot `[n, classes]`. */
  labels(indices: Tensor): Tensor;
  dispose(): void;
}

/**
 * Copies images, targets and labels to the device once.
 * @param targetValues target probabilities of each image, `[n, classes]`
 */
export function deviceData(data: Dataset, targetValues: Float32Array): DeviceData {
  const classes = data.classes.length;
  const images = constantVariable(uint8Tensor(data.images, [count(data), data.size, data.size, 1]));
  const targets = constantVariable(tf.tensor2d(targetValues, [count(data), classes]));
  const labels = constantVariable(tf.tensor1d(Int32Array.from(data.labels)));
  const variables = [images, targets, labels];
  return {
    variables,
    images: (indices) => gather(images, indices),
    targets: (indices) => gather(targets, indices),
    labels: (indices) => tf.cast(tf.oneHot(gather(labels, indices).toInt(), classes), 'float32'),
    dispose: () => tf.dispose(variables),
  };
}

function constantVariable(values: Tensor): Variable {
  const variable = tf.variable(values, false);
  values.dispose();
  return variable;
}
