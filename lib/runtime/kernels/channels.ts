import { bool, type } from '../attributes';
import { DataType, execute, type Tensor, tf, typeOf } from '../backend';
import { differentiable } from '../gradient';
import { multiply } from './arithmetic';
import { convert } from './cast';

/** The mean of each channel: `[n, h, w, c]` to `[n, 1, 1, c]`. */
export function globalAveragePool(x: Tensor): Tensor {
  const [, height, width] = x.shape;
  return differentiable(
    [x],
    () => reduce('Mean', x, [1, 2]),
    (dy) => {
      const share = convert(tf.scalar(1 / (height * width)), typeOf(dy));
      return [tile(multiply(dy, share), [1, height, width, 1])];
    },
  );
}

/** Multiplies each channel by a factor: `[n, h, w, c]` by `[n, 1, 1, c]`. */
export function scaleChannels(x: Tensor, scale: Tensor): Tensor {
  return differentiable(
    [x, scale],
    (save) => {
      save([x, scale]);
      return multiply(x, scale);
    },
    (dy, [x, scale]) => [multiply(dy, scale), reduce('Sum', multiply(dy, x), [1, 2])],
  );
}

/** Repeats a gray channel: `[n, h, w, 1]` to `[n, h, w, times]`. */
export function repeatChannel(x: Tensor, times: number): Tensor {
  return differentiable(
    [x],
    () => tile(x, [1, 1, 1, times]),
    (dy) => [reduce('Sum', dy, [3])],
  );
}

function reduce(op: 'Mean' | 'Sum', x: Tensor, axes: number[]): Tensor {
  const attributes = [type('T', typeOf(x)), type('Tidx', DataType.int32), bool('keep_dims', true)];
  return execute(op, attributes, [x, tf.tensor1d(axes, 'int32')]);
}

function tile(x: Tensor, repeats: number[]): Tensor {
  const attributes = [type('T', typeOf(x)), type('Tmultiples', DataType.int32)];
  return execute('Tile', attributes, [x, tf.tensor1d(repeats, 'int32')]);
}
