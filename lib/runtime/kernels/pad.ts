import { type } from '../attributes';
import { DataType, execute, type Tensor, tf, typeOf } from '../backend';

/** `x` of any element type between zeros: so many before and after, along each axis. No gradient. */
export function pad(x: Tensor, margins: readonly number[]): Tensor {
  const attributes = [type('T', typeOf(x)), type('Tpaddings', DataType.int32)];
  const both = margins.map((margin) => [margin, margin]);
  return execute('Pad', attributes, [x, tf.tensor2d(both, [margins.length, 2], 'int32')]);
}
