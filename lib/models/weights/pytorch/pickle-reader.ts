import { InputError } from '../../../core/errors';
import { globalNamed, storageFrom } from './globals';
import { Callable, ScalarType, type Storage } from './values';

/** Maximum number of containers in a pickle. */
const MOST_CONTAINERS = 2 ** 18;

/** The stack machine that runs a pickle: a stack, marks in it, and a memo of built values. */
export class PickleReader {
  at = 0;
  readonly memo = new Map<number, unknown>();
  private readonly stack: unknown[] = [];
  private readonly marks: number[] = [];
  private containers = 0;

  constructor(
    private readonly bytes: Buffer,
    private readonly file: string,
    private readonly onStorage: (storage: Storage) => void,
  ) {}

  byte(): number {
    return this.take(1)[0];
  }

  uint32(): number {
    return this.take(4).readUInt32LE();
  }

  /** The next `length` bytes, as a view. */
  take(length: number): Buffer {
    if (length > this.bytes.length - this.at) throw this.damaged('truncated');
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  line(): string {
    const end = this.bytes.indexOf(10, this.at);
    if (end < 0) throw this.damaged('truncated');
    const text = this.bytes.toString('utf8', this.at, end);
    this.at = end + 1;
    return text;
  }

  push(value: unknown): void {
    this.stack.push(value);
  }

  /** Puts a new container on the stack. */
  pushContainer(value: unknown): void {
    if (++this.containers > MOST_CONTAINERS) throw this.damaged(`more than ${MOST_CONTAINERS} containers`);
    this.push(value);
  }

  pop(): unknown {
    if (this.stack.length <= (this.marks.at(-1) ?? 0)) throw this.damaged('a stack underflow');
    return this.stack.pop();
  }

  /** What is on top of the stack, as a container to fill. */
  top<T>(kind: abstract new (...args: never[]) => T): T {
    const value = this.pop();
    this.push(value);
    if (!(value instanceof kind)) throw this.damaged(`no ${kind.name.toLowerCase()} to fill`);
    return value;
  }

  mark(): void {
    this.marks.push(this.stack.length);
  }

  /** Pops the values above the last mark, and the mark. */
  popToMark(): unknown[] {
    const mark = this.marks.pop();
    if (mark === undefined) throw this.damaged('no mark');
    return this.stack.splice(mark);
  }

  recall(index: number): void {
    if (!this.memo.has(index)) throw this.damaged(`no memo at ${index}`);
    this.push(this.memo.get(index));
  }

  remember(index: number): void {
    const value = this.pop();
    this.push(value);
    this.memo.set(index, value);
  }

  global(module: unknown, name: unknown): void {
    if (typeof module !== 'string' || typeof name !== 'string') throw this.damaged('a name that is not text');
    this.push(globalNamed(module, name, this.file));
  }

  /** Calls one of the allowed functions. */
  reduce(): void {
    const args = this.pop();
    const callable = this.pop();
    if (!(callable instanceof Callable && Array.isArray(args)))
      throw this.damaged('a call of something that is not a function');
    const value = callable.call(args);
    if (value === undefined) throw this.damaged(`${callable.name} with arguments that do not fit`);
    this.pushContainer(value);
  }

  /** Sets the state of an object: the byte order of a NumPy type. The state of an ordered dictionary is irrelevant. */
  build(): void {
    const state = this.pop();
    const value = this.pop();
    if (value instanceof ScalarType && Array.isArray(state)) value.order = state[1] === '>' ? '>' : '<';
    else if (!(value instanceof Map && state instanceof Map)) throw this.damaged('a state for a value without one');
    this.push(value);
  }

  storage(): void {
    const storage = storageFrom(this.pop());
    if (!storage) throw this.damaged('an invalid storage');
    this.onStorage(storage);
    this.pushContainer(storage);
  }

  damaged(what: string): InputError {
    return new InputError(this.file, `its pickle has ${what}`, 'must be a whole checkpoint of PyTorch');
  }
}
