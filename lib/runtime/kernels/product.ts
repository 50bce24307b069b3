import { DataType, device, type Tensor, typeOf } from '../backend';
import { cpuFlags } from '../cpu';
import { cast } from './cast';

/**
 * Runs a kernel of products, such as a convolution, in the element type in which the device multiplies fastest. Value
 * and gradients have the type of `x`.
 */
export function inProductType(x: Tensor, kernel: (x: Tensor) => Tensor): Tensor {
  return inType(productType(typeOf(x)), x, kernel);
}

/** {@link inProductType} for products of single numbers, which AMX does not have: on CPUs in float32. */
export function inScalarProductType(x: Tensor, kernel: (x: Tensor) => Tensor): Tensor {
  return inType(device().kind === 'cpu' ? DataType.float32 : typeOf(x), x, kernel);
}

function inType(type: DataType, x: Tensor, kernel: (x: Tensor) => Tensor): Tensor {
  return cast(kernel(cast(x, type)), typeOf(x));
}

/** Properties of the device that determine the type of products. */
export interface Multiplier {
  readonly kind: 'cpu' | 'gpu';
  /** Instruction sets of the CPU. */
  readonly flags: ReadonlySet<string>;
}

/**
 * The type itself on GPUs, and bfloat16 on CPUs with AMX. Other CPUs multiply float32 faster: AVX-512 BF16 at best
 * doubles a convolution's speed, which Winograd's algorithm does for float32, and on some CPUs it halves it. TensorFlow
 * has no fast float16 gradients on CPUs.
 */
export function productType<T extends DataType>(type: T, { kind, flags } = thisMachine()): T | typeof DataType.float32 {
  const isFast = kind === 'gpu' || (type === DataType.bfloat16 && flags.has('amx_bf16'));
  return isFast ? type : DataType.float32;
}

function thisMachine(): Multiplier {
  return { kind: device().kind, flags: cpuFlags() };
}
