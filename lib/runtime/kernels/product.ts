import { DataType, device, type Tensor, typeOf } from '../backend';
import { cpuFlags } from '../cpu';
import { cast } from './cast';

/**
 * Runs a kernel of products, such as a convolution, in the element type in which the device multiplies what `x` holds
 * fastest. Value and gradients are in the type of `x` all the same.
 */
export function inProductType(x: Tensor, kernel: (x: Tensor) => Tensor): Tensor {
  const type = typeOf(x);
  return cast(kernel(cast(x, productType(type))), type);
}

/** What decides in which type products are made. */
export interface Multiplier {
  readonly kind: 'cpu' | 'gpu';
  /** Instruction sets of the CPU. */
  readonly flags: ReadonlySet<string>;
}

/**
 * The type itself on GPUs, and bfloat16 on CPUs with AMX. Other CPUs multiply float32 faster: at best AVX-512 BF16
 * doubles a convolution's speed, and Winograd's algorithm does that to float32; some run it at half the speed of float32.
 * For float16 TensorFlow has no fast gradients on CPUs.
 */
export function productType<T extends DataType>(type: T, { kind, flags } = thisMachine()): T | typeof DataType.float32 {
  const isFast = kind === 'gpu' || (type === DataType.bfloat16 && flags.has('amx_bf16'));
  return isFast ? type : DataType.float32;
}

function thisMachine(): Multiplier {
  return { kind: device().kind, flags: cpuFlags() };
}
