import * as attributes from '../attributes';
import { type Binding, DataType, type Metadata } from '../backend';
import type { Described } from './result-shapes';

/** Bytes of a tensor from which its values are not kept. */
const LARGE = 2 ** 18;
/** Bytes of a number, by the element types of tensors that are let go. */
const BYTES = new Map<number, number>([
  [DataType.float32, 4],
  [DataType.bfloat16, 2],
]);

/**
 * The large tensors of a recording, without their values: a recording needs only shapes, and the gradient's tape would
 * keep every activation and every gradient of it, twice what a step takes in the graph. An op that takes such a tensor
 * runs on zeros.
 */
export class StandIns {
  private readonly freed = new Map<number, Metadata>();
  private zeros = new Float32Array(0);

  constructor(private readonly real: Binding) {}

  /** Runs `body` with handles that have values in place of those that do not. */
  standIn<T>(ids: readonly number[], body: (ids: number[]) => T): T {
    const made: number[] = [];
    const handles = ids.map((id) => {
      const lost = this.freed.get(id);
      if (!lost) return id;
      made.push(this.zerosOf(lost));
      if (lost.dtype !== DataType.float32) made.push(this.cast(made.at(-1)!, lost.dtype as DataType));
      return made.at(-1)!;
    });
    try {
      return body(handles);
    } finally {
      for (const id of made) this.real.deleteTensor(id);
    }
  }

  /**
   * An op's results without running it: large tensors without values, and, if an input has none, small ones of zeros, which
   * the op would have computed of zeros. Undefined if the values of a small one may be needed.
   */
  add(results: readonly Described[], inputs: readonly number[]): Metadata[] | undefined {
    const isLost = inputs.some((id) => this.freed.has(id));
    if (!results.every((result) => isLarge(result) || (isLost && result.dtype === DataType.float32))) return undefined;
    return results.map(({ shape, dtype }) => {
      const tensor = { id: 0, shape: [...shape], dtype };
      if (!isLarge(tensor)) return { ...tensor, id: this.zerosOf(tensor) };
      tensor.id = this.real.createTensor([], DataType.float32, new Float32Array(1));
      this.real.deleteTensor(tensor.id); // TensorFlow's handles are not used again
      this.freed.set(tensor.id, tensor);
      return tensor;
    });
  }

  /** Frees the values of large tensors, whose handles remain valid here. */
  free(tensors: readonly Metadata[]): void {
    for (const tensor of tensors) {
      if (!isLarge(tensor)) continue;
      this.real.deleteTensor(tensor.id);
      this.freed.set(tensor.id, tensor);
    }
  }

  /** Shape and type of a tensor without values; undefined for others. */
  describe(id: number): Metadata | undefined {
    return this.freed.get(id);
  }

  delete(id: number): void {
    if (!this.freed.delete(id)) this.real.deleteTensor(id);
  }

  private cast(id: number, to: DataType): number {
    const types = [attributes.type('SrcT', DataType.float32), attributes.type('DstT', to)];
    return this.real.executeOp('Cast', [...types, attributes.bool('Truncate', false)], [id], 1)[0].id;
  }

  /** All share one array, as TensorFlow does not write to its inputs. */
  private zerosOf({ shape }: Metadata): number {
    const size = sizeOf(shape);
    if (this.zeros.length < size) this.zeros = new Float32Array(size);
    return this.real.createTensor(shape, DataType.float32, this.zeros.subarray(0, size));
  }
}

function isLarge({ shape, dtype }: Described | Metadata): boolean {
  return (BYTES.get(dtype) ?? 0) * sizeOf(shape) >= LARGE;
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, side) => product * side, 1);
}
