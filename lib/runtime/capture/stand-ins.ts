import { type Binding, DataType, type Metadata } from '../backend';

/** Bytes of a tensor from which its values are not kept. */
const LARGE = 2 ** 18;
const FLOAT = Float32Array.BYTES_PER_ELEMENT;

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
      const zeros = this.real.createTensor(lost.shape, lost.dtype, this.zerosFor(lost));
      made.push(zeros);
      return zeros;
    });
    try {
      return body(handles);
    } finally {
      for (const id of made) this.real.deleteTensor(id);
    }
  }

  /** A large tensor of float32 without values; undefined for a small one, whose values may be needed. */
  add(shape: readonly number[]): Metadata | undefined {
    const tensor = { id: 0, shape: [...shape], dtype: DataType.float32 };
    if (!isLarge(tensor)) return undefined;
    tensor.id = this.real.createTensor([], DataType.float32, new Float32Array(1));
    this.real.deleteTensor(tensor.id); // TensorFlow's handles are not used again
    this.freed.set(tensor.id, tensor);
    return tensor;
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

  /** All stand-ins share one array, as TensorFlow does not write to its inputs. */
  private zerosFor(tensor: Metadata): Float32Array {
    const size = sizeOf(tensor);
    if (this.zeros.length < size) this.zeros = new Float32Array(size);
    return this.zeros.subarray(0, size);
  }
}

function isLarge(tensor: Metadata): boolean {
  return tensor.dtype === DataType.float32 && FLOAT * sizeOf(tensor) >= LARGE;
}

function sizeOf({ shape }: Metadata): number {
  return shape.reduce((product, side) => product * side, 1);
}
