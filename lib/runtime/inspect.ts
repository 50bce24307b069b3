import { inspect } from 'node:util';
import { DataType, type Tensor, typeOf, whenLoaded } from './backend';

/** Maximum number of values shown for a tensor. */
const SHOWN = 100;
/** Element types that tfjs can read. */
const READABLE: readonly DataType[] = [DataType.float32, DataType.int32, DataType.bool];

/**
 * Makes `console.log(tensor)` print type, shape and values instead of tfjs's internals. Reads the values from the
 * device.
 */
whenLoaded(({ Tensor: { prototype } }) => {
  Object.defineProperty(prototype, inspect.custom, {
    configurable: true,
    value(this: Tensor) {
      const head = `Tensor ${this.dtype} [${this.shape}]`;
      if (this.isDisposed) return `${head}, disposed`;
      if (this.size > SHOWN || !READABLE.includes(typeOf(this))) return `${head}, ${this.size} values`;
      return `${head} ${inspect(this.arraySync(), { depth: null, breakLength: 100 })}`;
    },
  });
});
