import { int } from '../attributes';
import { device, execute, type Tensor, tf, typeOf } from '../backend';
import { differentiable } from '../gradient';
import { convert } from './cast';
import { convolving } from './convolution';
import { inScalarProductType } from './product';

/**
 * 2-D depthwise convolution, NHWC, with TensorFlow's padding to the same size: odd padding has its extra zero at the
 * bottom and on the right.
 *
 * @param x `[n, h, w, channels]`
 * @param filter `[kh, kw, channels, 1]`, float32 master weights
 * @returns `[n, ⌈h/stride⌉, ⌈w/stride⌉, channels]` in the type of `x`; the filter's gradient is float32
 */
export function depthwiseConv2d(x: Tensor, filter: Tensor, stride = 1): Tensor {
  return inScalarProductType(x, (x) => directDepthwiseConv2d(x, filter, stride));
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
  const [, height, width] = x.shape;
  const [kernelHeight, kernelWidth] = shape;
  // With explicit padding, TensorFlow runs its own kernel. oneDNN's takes two to ten times as long for filters of 5×5, and
  // for filters larger than the image.
  const isOwnFaster = Math.max(kernelHeight, kernelWidth) >= 5 || height < kernelHeight || width < kernelWidth;
  const attributes =
    device().kind === 'cpu' && isOwnFaster
      ? [
          ...convolving(typeOf(x), stride, 'EXPLICIT'),
          int('explicit_paddings', explicitPadding(x.shape, shape, stride)),
        ]
      : convolving(typeOf(x), stride, 'SAME');
  const size = tf.tensor1d([...shape], 'int32');
  return execute('DepthwiseConv2dNativeBackpropFilter', attributes, [x, size, dy]);
}

/** TensorFlow's padding `SAME` as zeros before and after each axis of the images. */
export function explicitPadding(images: readonly number[], filter: readonly number[], stride: number): number[] {
  return [0, 0, ...same(images[1], filter[0], stride), ...same(images[2], filter[1], stride), 0, 0];
}

/** Zeros before and after an axis with TensorFlow's padding `SAME`. */
function same(size: number, kernel: number, stride: number): [number, number] {
  const zeros = Math.max((Math.ceil(size / stride) - 1) * stride + kernel - size, 0);
  return [Math.floor(zeros / 2), Math.ceil(zeros / 2)];
}
