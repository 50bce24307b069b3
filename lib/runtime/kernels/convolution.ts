import { bool, int, string, type } from '../attributes';
import { type DataType, device, execute, type Tensor, tf, typeOf } from '../backend';
import { differentiable } from '../gradient';
import { FEWEST_IMAGES } from '../own-ops';
import { amxConv2d, isFastByAmx } from './amx';
import { product } from './arithmetic';
import { convert } from './cast';
import { inProductType } from './product';
import { reshape } from './shape';
import { isFastByWinograd, winogradConv2d } from './winograd';

/**
 * 2-D convolution, NHWC, zero padding to the same size. Uses AMX, Winograd's algorithm or a product
 * of matrices if that is faster.
 *
 * @param x `[n, h, w, in]`
 * @param filter `[kh, kw, in, out]`, float32 master weights
 * @returns `[n, ⌈h/stride⌉, ⌈w/stride⌉, out]` in the type of `x`; the filter's gradient is float32
 */
export function conv2d(x: Tensor, filter: Tensor, stride = 1): Tensor {
  return inProductType(x, (x) => {
    if (stride === 1 && isFastByAmx(x, filter)) return amxConv2d(x, filter);
    if (stride === 1 && isFastByWinograd(x, filter)) return winogradConv2d(x, filter);
    if (stride === 1 && isFastAsProduct(x, filter)) return pointwiseConv2d(x, filter);
    return directConv2d(x, filter, stride);
  });
}

/** Whether {@link pointwiseConv2d} is faster: on CPUs its gradients take half as long as the convolution's. */
function isFastAsProduct(x: Tensor, { shape: [height, width] }: Tensor): boolean {
  const isPoint = height === 1 && width === 1 && x.shape[0] >= FEWEST_IMAGES;
  return isPoint && device().kind === 'cpu';
}

/** {@link conv2d} with filters `[1, 1, in, out]` and stride 1, as one product of matrices. */
function pointwiseConv2d(x: Tensor, filter: Tensor): Tensor {
  const [, , channels, filters] = filter.shape;
  const pixels = reshape(x, [-1, channels]);
  return reshape(product(pixels, filter.reshape([channels, filters])), [...x.shape.slice(0, -1), filters]);
}

/** {@link conv2d} with TensorFlow's kernel, in the type of `x`. */
export function directConv2d(x: Tensor, filter: Tensor, stride: number): Tensor {
  const precision = typeOf(x);
  const master = typeOf(filter);
  const attributes = [...convolving(precision, stride, 'SAME'), bool('use_cudnn_on_gpu', true)];
  return differentiable(
    [x, filter],
    (save) => {
      const weights = convert(filter, precision);
      save([x, weights]);
      return execute('Conv2D', attributes, [x, weights]);
    },
    (dy, [x, weights]) => {
      const sizeOf = (tensor: Tensor) => tf.tensor1d(tensor.shape, 'int32');
      return [
        execute('Conv2DBackpropInput', attributes, [sizeOf(x), weights, dy]),
        convert(execute('Conv2DBackpropFilter', attributes, [x, sizeOf(weights), dy]), master),
      ];
    },
  );
}

/** The attributes that all convolution ops share. */
export function convolving(precision: DataType, stride: number, padding: 'SAME' | 'EXPLICIT') {
  return [
    type('T', precision),
    int('strides', [1, stride, stride, 1]),
    string('padding', padding),
    string('data_format', 'NHWC'),
    int('dilations', [1, 1, 1, 1]),
  ];
}
