import { float, type } from '../attributes';
import { DataType, execute, type Tensor, tf, typeOf } from '../backend';
import { differentiable } from '../gradient';
import { uniform } from '../keyed-random';
import { hasOwnOps } from '../own-ops';
import { multiply } from './arithmetic';
import { convert } from './cast';

/**
 * Sets each value to 0 with probability `rate` and scales the others by 1 / (1 − rate), so that the mean is unchanged
 * (Srivastava et al. 2014).
 *
 * @param rate in [0, 1); 0 is the identity
 * @param key selects the values; see `keyed-random.ts`
 * @param together shape of the mask: values along an axis of length 1 are dropped together, as in `[n, 1, 1, 1]` whole
 * images; that of `x` by default
 */
export function dropout(x: Tensor, rate: number, key: Tensor, together: number[] = x.shape): Tensor {
  if (rate === 0) return x;
  if (together === x.shape && typeOf(x) !== DataType.float16 && hasOwnOps()) return inOnePass(x, rate, key);
  return differentiable(
    [x],
    (save) => {
      const kept = convert(tf.greaterEqual(uniform(key, together), rate), DataType.float32);
      const mask = convert(tf.mul(kept, 1 / (1 - rate)), typeOf(x));
      save([mask]);
      return multiply(x, mask);
    },
    (dy, [mask]) => [multiply(dy, mask)],
  );
}

/** Drops the same values by an op that draws the numbers on the way, forward and backward (`lib/runtime/native/dropout.h`). */
function inOnePass(x: Tensor, rate: number, key: Tensor): Tensor {
  const attributes = [float('rate', rate), type('T', typeOf(x))];
  return differentiable(
    [x],
    (save) => {
      save([key]);
      return execute('FerDropout', attributes, [x, key]);
    },
    (dy, [drawn]) => [execute('FerDropout', attributes, [dy, drawn])],
  );
}
