import { ELEMENT_BYTES, type ElementType } from '../elements';
import { isNaturalArray, sizeOf } from '../tensor';

/** A range of numbers in a checkpoint. */
export class Storage {
  constructor(
    readonly key: string,
    readonly type: ElementType,
    readonly elements: number,
  ) {}

  get bytes(): number {
    return this.elements * ELEMENT_BYTES[this.type];
  }
}

/** A tensor as described in a pickle: a view of a storage. */
export class TensorView {
  constructor(
    readonly storage: Storage,
    /** In elements, like the strides. */
    readonly offset: number,
    readonly shape: readonly number[],
    readonly strides: readonly number[],
  ) {}
}

/** A Python class or function that a pickle may call. */
export class Callable {
  constructor(
    readonly name: string,
    /** @returns undefined if the arguments are invalid */
    readonly call: (args: readonly unknown[]) => unknown,
  ) {}
}

/** A type of storages or tensors, by name. */
export class TypeName {
  constructor(
    readonly name: string,
    readonly element: ElementType | undefined,
  ) {}
}

/** NumPy's type of a scalar, such as `f8`. Its byte order is set later, as a state. */
export class ScalarType {
  order = '<';

  constructor(readonly code: string) {}
}

/**
 * A tensor, if its description is valid: it lies inside its storage and its elements do not overlap, so that a few
 * bytes cannot become gigabytes. Otherwise undefined.
 */
export function tensorView(storage: unknown, offset: unknown, shape: unknown, strides: unknown) {
  if (!(storage instanceof Storage && isNaturalArray(shape) && isNaturalArray(strides))) return undefined;
  if (!isNaturalArray([offset]) || shape.length !== strides.length) return undefined;
  const elements = sizeOf(shape);
  if (elements > storage.elements) return undefined;
  const axes = shape.map((size, i) => ({ size, stride: strides[i] })).filter(({ size }) => size > 1);
  let extent = 1; // span of the axes with smaller strides
  for (const { size, stride } of axes.sort((a, b) => a.stride - b.stride)) {
    if (stride < extent) return undefined;
    extent += (size - 1) * stride;
  }
  if (elements > 0 && (offset as number) + extent > storage.elements) return undefined;
  return new TensorView(storage, offset as number, shape, strides);
}
