import { OPCODES } from './opcodes';
import { PickleReader } from './pickle-reader';
import type { Storage } from './values';

/** Maximum bytes of a pickle. EfficientNet's with its optimizer has 300 kB. */
const LONGEST = 16 * 2 ** 20;

/** The value of a pickle, and its end in the bytes. */
export interface Unpickled {
  readonly value: unknown;
  readonly end: number;
}

/**
 * Reads a pickle (protocols 2 to 5) of tensors, numbers, text and plain containers; the opcodes are documented in
 * Python's `pickletools`. Lists and tuples become arrays, dictionaries become maps, and tensors become views of their
 * storages. Only functions listed in `globals.ts` are ever called.
 *
 * @param file the checkpoint's name, for messages
 * @param start its offset in the bytes
 * @param onStorage receives each storage that it names
 * @throws {InputError} for any other pickle, with the name that it would call
 */
export function unpickle(
  bytes: Buffer,
  file: string,
  start = 0,
  onStorage: (storage: Storage) => void = () => {},
): Unpickled {
  const reader = new PickleReader(bytes.subarray(start, start + LONGEST), file, onStorage);
  for (;;) {
    const code = reader.byte();
    if (code === STOP) return { value: reader.pop(), end: start + reader.at };
    const step = OPCODES[code];
    if (!step) throw reader.damaged(`opcode 0x${code.toString(16)} at ${reader.at - 1}`);
    step(reader);
  }
}

const STOP = 0x2e;
