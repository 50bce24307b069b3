/**
 * Random numbers as pure functions of a key, drawn on the device. A key is an int32 tensor `[2]` that identifies (seed,
 * epoch, step); {@link foldIn} derives one key per purpose. TensorFlow's stateless ops return the same numbers for the
 * same key on every device (Salmon et al. 2011, Philox).
 */
import { float, type } from './attributes';
import { DataType, execute, type Tensor, tf } from './backend';
import { hasOwnOps } from './own-ops';

/** The two words of the key for one step of one epoch with this seed. Feed them as a tensor. */
export function keyOf(seed: number, epoch: number, step: number): Int32Array {
  return Int32Array.of(mix(mix(seed) ^ epoch), mix(mix(seed + 0x5bd1) ^ step));
}

/** The key for one purpose (a layer's dropout, the corners of crops …), different for every `purpose`. */
export function foldIn(key: Tensor, purpose: number): Tensor {
  const words = tf.tensor1d([mix(purpose), mix(~purpose)], 'int32');
  return execute('BitwiseXor', [type('T', DataType.int32)], [key, words]);
}

/** Uniform in [0, 1), float32. */
export function uniform(key: Tensor, shape: number[]): Tensor {
  return draw('StatelessRandomUniform', key, shape);
}

/**
 * Uniform in ±`bound`, float32: the numbers of {@link uniform}, less a half, times the width. The op of
 * `lib/runtime/native/uniform.h` does so in one pass.
 */
export function uniformWithin(key: Tensor, shape: number[], bound: number): Tensor {
  if (hasOwnOps()) return execute('FerUniform', [float('bound', bound)], [key, tf.tensor1d(shape, 'int32')]);
  return tf.mul(tf.sub(uniform(key, shape), 0.5), 2 * bound);
}

/** Mean 0, standard deviation 1, float32. */
export function normal(key: Tensor, shape: number[]): Tensor {
  return draw('StatelessRandomNormal', key, shape);
}

function draw(op: string, key: Tensor, shape: number[]): Tensor {
  const attributes = [type('dtype', DataType.float32), type('T', DataType.int32), type('Tseed', DataType.int32)];
  return execute(op, attributes, [tf.tensor1d(shape, 'int32'), key]);
}

/**
 * A bijection of 32-bit words in which flipping an input bit flips half of the output bits on average (MurmurHash3's
 * finaliser).
 */
function mix(word: number): number {
  let h = word | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) | 0;
}
