import { inspect } from 'node:util';
import { DataType, type Tensor, tf, typeOf } from './backend';

/** Values that a printed tensor shows. */
const SHOWN = 100;
/** The types that tfjs reads. */
const READABLE: readonly DataType[] = [DataType.float32, DataType.int32, DataType.bool];

/** Lets `console.log(tensor)` show type, shape and values, where tfjs shows its internals. Values are read to do so. */
Object.defineProperty(tf.Tensor.prototype, inspect.custom, {
  configurable: true,
  value(this: Tensor) {
    const head = `Tensor ${this.dtype} [${this.shape}]`;
    if (this.isDisposed) return `${head}, disposed`;
    if (this.size > SHOWN || !READABLE.includes(typeOf(this))) return `${head}, ${this.size} values`;
    return `${head} ${inspect(this.arraySync(), { depth: null, breakLength: 100 })}`;
  },
});
