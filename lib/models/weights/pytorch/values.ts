import { ELEMENT_BYTES, type ElementType } from '../elements';
import { isNaturalArray, sizeOf } from '../tensor';

/** Where numbers lie in a checkpoint, and how many. */
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

/** A tensor as a pickle describes it: a window of a storage. */
export class TensorView {
  constructor(
    readonly storage: Storage,
    /** In elements, as the strides. */
    readonly offset: number,
    readonly shape: readonly number[],
    readonly strides: readonly number[],
  ) {}
}

/** Something that a pickle calls by its name: a class or a function of Python. */
export class Callable {
  constructor(
    readonly name: string,
    /** @returns undefined where the arguments make no sense */
    readonly call: (args: readonly unknown[]) => unknown,
  ) {}
}

/** A type of storage or of tensors, by its name. */
export class TypeName {
  constructor(
    readonly name: string,
    readonly element: ElementType | undefined,
  ) {}
}

/** NumPy's type of a scalar, as `f8`. Its byte order comes as a state afterwards. */
export class ScalarType {
  order = '<';

  constructor(readonly code: string) {}
}

/**
 * A tensor, if the numbers that describe it make sense: it stays in its storage and none of its elements share a place,
 * so that no few bytes become gigabytes. Otherwise undefined.
 */
export function tensorView(storage: unknown, offset: unknown, shape: unknown, strides: unknown) {
  if (!(storage instanceof Storage && isNaturalArray(shape) && isNaturalArray(strides))) return undefined;
  if (!isNaturalArray([offset]) || shape.length !== strides.length) return undefined;
  const elements = sizeOf(shape);
  if (elements > storage.elements) return undefined;
  const axes = shape.map((size, i) => ({ size, stride: strides[i] })).filter(({ size }) => size > 1);
  let extent = 1; // what the axes with smaller strides span
  for (const { size, stride } of axes.sort((a, b) => a.stride - b.stride)) {
    if (stride < extent) return undefined;
    extent += (size - 1) * stride;
  }
  if (elements > 0 && (offset as number) + extent > storage.elements) return undefined;
  return new TensorView(storage, offset as number, shape, strides);
}
