/** Number types in files of weights: safetensors' names and bytes per number. */
export const ELEMENT_BYTES = {
  F64: 8,
  F32: 4,
  F16: 2,
  BF16: 2,
  I64: 8,
  I32: 4,
  I16: 2,
  I8: 1,
  U8: 1,
  BOOL: 1,
} as const;
export type ElementType = keyof typeof ELEMENT_BYTES;

/** Types that weights may have. */
export const FLOATING = ['F64', 'F32', 'F16', 'BF16'] as const satisfies readonly ElementType[];
export type FloatingType = (typeof FLOATING)[number];

export function isFloating(type: ElementType): type is FloatingType {
  return (FLOATING as readonly ElementType[]).includes(type);
}

/** Converts little-endian numbers to float32. */
export function toFloat32(bytes: Uint8Array, type: FloatingType): Float32Array {
  const own = new Uint8Array(bytes).buffer; // aligned, unlike a part of a file
  if (type === 'F32') return new Float32Array(own);
  if (type === 'F64') return Float32Array.from(new Float64Array(own));
  const halves = new Uint16Array(own);
  return type === 'BF16' ? fromBfloat16(halves) : Float32Array.from(halves, fromFloat16);
}

/** bfloat16 is the upper half of a float32. */
function fromBfloat16(halves: Uint16Array): Float32Array {
  return new Float32Array(Uint32Array.from(halves, (half) => half << 16).buffer);
}

/** IEEE 754 binary16: a sign, five bits of exponent with the bias 15, ten of fraction. */
function fromFloat16(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}

/**
 * float32 as little-endian numbers of a type, rounded to the nearest, ties to even.
 * @throws {RangeError} for a number that is finite, but not in float16 (beyond ±65504)
 */
export function fromFloat32(values: Float32Array, type: 'F32' | 'F16'): Uint8Array {
  if (type === 'F32') return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return new Uint8Array(Uint16Array.from(values, toFloat16).buffer);
}

const FLOAT = new Float32Array(1);
const BITS = new Uint32Array(FLOAT.buffer);

function toFloat16(value: number): number {
  FLOAT[0] = value;
  const sign = (BITS[0] >>> 16) & 0x8000;
  const exponent = ((BITS[0] >>> 23) & 0xff) - 112; // from the bias 127 to the bias 15
  const fraction = BITS[0] & 0x7fffff;
  if (exponent === 143) return sign | 0x7c00 | (fraction && 0x200); // infinity, NaN
  if (exponent < -10) return sign;
  // Below 2⁻¹⁴ the leading 1 is written out and the fraction loses bits.
  const digits = exponent > 0 ? (exponent << 23) | fraction : fraction | 0x800000;
  const dropped = exponent > 0 ? 13 : 14 - exponent;
  const half = digits >>> dropped;
  const rest = digits - half * 2 ** dropped;
  const middle = 2 ** (dropped - 1);
  const rounded = rest > middle || (rest === middle && half % 2 === 1) ? half + 1 : half;
  if (rounded >= 0x7c00) throw new RangeError(`${value} is beyond the range of float16`);
  return sign | rounded;
}
