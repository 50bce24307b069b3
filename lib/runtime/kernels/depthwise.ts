import { type } from '../attributes';
import { DataType, execute, type Tensor, tf, typeOf } from '../backend';
import { differentiable } from '../gradient';
import { convert } from './cast';
import { convolving } from './convolution';
import { inProductType } from './product';

/**
 * 2-D depthwise convolution, NHWC, with TensorFlow's padding to the same size: odd padding has its extra zero at the
 * bottom and on the right.
 *
 * @param x `[n, h, w, channels]`
 * @param filter `[kh, kw, channels, 1]`, float32 master weights
 * @returns `[n, ⌈h/stride⌉, ⌈w/stride⌉, channels]` in the type of `x`; the filter's gradient is float32
 */
export function depthwiseConv2d(x: Tensor, filter: Tensor, stride = 1): Tensor {
  return inProductType(x, (x) => directDepthwiseConv2d(x, filter, stride));
}

/** {@link depthwiseConv2d} in the type of `x`. */
export function directDepthwiseConv2d(x: Tensor, filter: Tensor, stride: number): Tensor {
  const precision = typeOf(x);
  const master = typeOf(filter);
  const attributes = convolving(precision, stride, 'SAME');
  return differentiable(
    [x, filter],
    (save) => {
      const weights = convert(filter, precision);
      save([x, weights]);
      return execute('DepthwiseConv2dNative', attributes, [x, weights]);
    },
    (dy, [x, weights]) => {
      const op = 'DepthwiseConv2dNativeBackpropInput';
      const dx = execute(op, attributes, [tf.tensor1d(x.shape, 'int32'), weights, dy]);
      return [dx, convert(filterGradient(x, dy, weights.shape, stride), master)];
    },
  );
}

/** The gradient `[kh, kw, channels, 1]` of the filter, in the type of `x`. */
function filterGradient(x: Tensor, dy: Tensor, shape: readonly number[], stride: number): Tensor {
  const [kernelHeight, kernelWidth, channels] = shape;
  const backprop = (images: Tensor, height: number, width: number, padding: 'SAME' | 'VALID') => {
    const size = tf.tensor1d([height, width, channels, 1], 'int32');
    const attributes = convolving(typeOf(x), stride, padding);
    return execute('DepthwiseConv2dNativeBackpropFilter', attributes, [images, size, dy]);
  };
  const [, height, width] = x.shape;
  if (height >= kernelHeight && width >= kernelWidth) return backprop(x, kernelHeight, kernelWidth, 'SAME');
  // oneDNN has no fast kernel for filters larger than the image. With explicit padding, and without the taps that see
  // only zeros, a 5×5 filter on 2×2 images takes a twentieth of the time.
  const rows = reach(height, kernelHeight, stride);
  const columns = reach(width, kernelWidth, stride);
  const padded = pad(x, [[0, 0], rows.image, columns.image, [0, 0]]);
  const seen = backprop(padded, rows.taps, columns.taps, 'VALID');
  return pad(seen, [rows.filter, columns.filter, [0, 0], [0, 0]]);
}

/**
 * Along one axis: the number of taps that see the image, the zeros before and after the image under these taps, and the
 * taps before and after them in the filter.
 */
function reach(size: number, kernel: number, stride: number) {
  const span = (Math.ceil(size / stride) - 1) * stride + 1;
  const before = Math.floor(Math.max(span + kernel - 1 - size, 0) / 2);
  const first = Math.max(0, before - span + 1);
  const last = Math.min(kernel - 1, before + size - 1);
  const taps = last - first + 1;
  return {
    taps,
    image: [before - first, Math.max(span + taps - 1 - size - (before - first), 0)],
    filter: [first, kernel - 1 - last],
  };
}

function pad(x: Tensor, zeros: number[][]): Tensor {
  const attributes = [type('T', typeOf(x)), type('Tpaddings', DataType.int32)];
  return execute('Pad', attributes, [x, tf.tensor2d(zeros, [zeros.length, 2], 'int32')]);
}
