import { int, type } from '../attributes';
import { DataType, execute, type Tensor, tf, typeOf } from '../backend';
import { differentiable } from '../gradient';

/** `[n, …]` to `[n, m]`, rows in order. */
export function flatten(x: Tensor): Tensor {
  return reshape(x, [x.shape[0], -1]);
}

/** The same values in another shape, rows in order; −1 is the size that the others leave. */
export function reshape(x: Tensor, shape: number[]): Tensor {
  return differentiable(
    [x],
    () => reshaped(x, shape),
    (dy) => [reshaped(dy, x.shape)],
  );
}

/** Rows of `table` (any element type) at `indices` (int32), as a copy. */
export function gather(table: Tensor, indices: Tensor): Tensor {
  const attributes = [
    type('Tparams', typeOf(table)),
    type('Tindices', DataType.int32),
    type('Taxis', DataType.int32),
    int('batch_dims', 0),
  ];
  return execute('GatherV2', attributes, [table, indices, tf.scalar(0, 'int32')]);
}

function reshaped(x: Tensor, shape: number[]): Tensor {
  return execute('Reshape', [type('T', typeOf(x)), type('Tshape', DataType.int32)], [x, tf.tensor1d(shape, 'int32')]);
}
