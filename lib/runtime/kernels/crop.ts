import { type } from '../attributes';
import { DataType, execute, type Tensor, tf, typeOf } from '../backend';

/** Crops images `[n, h, w, c]` to `height`×`width`, from the corner (`top`, `left`); no gradient. */
export function crop(x: Tensor, top: number, left: number, height: number, width: number): Tensor {
  const vector = (values: number[]) => tf.tensor1d(values, 'int32');
  const attributes = [type('T', typeOf(x)), type('Index', DataType.int32)];
  return execute('Slice', attributes, [x, vector([0, top, left, 0]), vector([-1, height, width, -1])]);
}
