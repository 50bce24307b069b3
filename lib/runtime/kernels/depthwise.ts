import { int, string, type } from '../attributes';
import { execute, type Tensor, tf, typeOf } from '../backend';
import { differentiable } from '../gradient';
import { convert } from './cast';

/**
 * 2-D convolution of each channel with a filter of its own, NHWC, with TensorFlow's padding to the same size: where it
 * is odd, the zero more stands below and to the right.
 *
 * @param x `[n, h, w, channels]`; its element type is the one that is computed in
 * @param filter `[kh, kw, channels, 1]`, float32 master weights
 * @returns `[n, ⌈h/stride⌉, ⌈w/stride⌉, channels]` in the type of `x`; the filter's gradient is float32
 */
export function depthwiseConv2d(x: Tensor, filter: Tensor, stride = 1): Tensor {
  const precision = typeOf(x);
  const master = typeOf(filter);
  const attributes = [
    type('T', precision),
    int('strides', [1, stride, stride, 1]),
    string('padding', 'SAME'),
    string('data_format', 'NHWC'),
    int('dilations', [1, 1, 1, 1]),
  ];
  return differentiable(
    [x, filter],
    (save) => {
      const weights = convert(filter, precision);
      save([x, weights]);
      return execute('DepthwiseConv2dNative', attributes, [x, weights]);
    },
    (dy, [x, weights]) => {
      const sizeOf = (tensor: Tensor) => tf.tensor1d(tensor.shape, 'int32');
      return [
        execute('DepthwiseConv2dNativeBackpropInput', attributes, [sizeOf(x), weights, dy]),
        convert(execute('DepthwiseConv2dNativeBackpropFilter', attributes, [x, sizeOf(weights), dy]), master),
      ];
    },
  );
}
