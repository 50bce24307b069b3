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
