import type { PickleReader } from './pickle-reader';

/** Maximum bytes of a LONG opcode: the legacy format's magic number has ten. */
const LONGEST_INTEGER = 16;

/** The effect of each pickle opcode, by its byte (documented in Python's `pickletools`). */
export const OPCODES: Readonly<Record<number, (reader: PickleReader) => void>> = {
  // Frames and protocol.
  128: (reader) => reader.take(1), // PROTO
  149: (reader) => reader.take(8), // FRAME
  // None, booleans, numbers.
  [code('N')]: (reader) => reader.push(null),
  136: (reader) => reader.push(true),
  137: (reader) => reader.push(false),
  [code('K')]: (reader) => reader.push(reader.byte()), // BININT1
  [code('M')]: (reader) => reader.push(reader.take(2).readUInt16LE()), // BININT2
  [code('J')]: (reader) => reader.push(reader.take(4).readInt32LE()), // BININT
  138: (reader) => reader.push(integer(reader, reader.byte())), // LONG1
  139: (reader) => reader.push(integer(reader, reader.uint32())), // LONG4
  [code('G')]: (reader) => reader.push(reader.take(8).readDoubleBE()), // BINFLOAT
  // Text and bytes.
  [code('X')]: (reader) => reader.push(text(reader, reader.uint32())), // BINUNICODE
  140: (reader) => reader.push(text(reader, reader.byte())), // SHORT_BINUNICODE
  [code('U')]: (reader) => reader.push(reader.take(reader.byte()).toString('latin1')), // SHORT_BINSTRING
  [code('T')]: (reader) => reader.push(reader.take(reader.uint32()).toString('latin1')), // BINSTRING
  [code('C')]: (reader) => reader.push(reader.take(reader.byte())), // SHORT_BINBYTES
  [code('B')]: (reader) => reader.push(reader.take(reader.uint32())), // BINBYTES
  // Lists and tuples.
  [code(']')]: (reader) => reader.pushContainer([]),
  [code('a')]: (reader) => {
    const value = reader.pop();
    reader.top(Array).push(value);
  },
  [code('e')]: (reader) => {
    const values = reader.popToMark();
    const list = reader.top(Array);
    for (const value of values) list.push(value);
  },
  [code(')')]: (reader) => reader.pushContainer([]),
  [code('t')]: (reader) => reader.pushContainer(reader.popToMark()),
  133: (reader) => reader.pushContainer([reader.pop()]), // TUPLE1
  134: (reader) => reader.pushContainer([reader.pop(), reader.pop()].reverse()), // TUPLE2
  135: (reader) => reader.pushContainer([reader.pop(), reader.pop(), reader.pop()].reverse()), // TUPLE3
  // Dictionaries.
  [code('}')]: (reader) => reader.pushContainer(new Map()),
  [code('s')]: (reader) => {
    const [value, key] = [reader.pop(), reader.pop()];
    reader.top(Map).set(key, value);
  },
  [code('u')]: (reader) => {
    const items = reader.popToMark();
    const map = reader.top(Map);
    for (let i = 0; i + 1 < items.length; i += 2) map.set(items[i], items[i + 1]);
  },
  // The stack and the memo.
  [code('(')]: (reader) => reader.mark(),
  [code('0')]: (reader) => reader.pop(),
  [code('1')]: (reader) => reader.popToMark(),
  [code('q')]: (reader) => reader.remember(reader.byte()), // BINPUT
  [code('r')]: (reader) => reader.remember(reader.uint32()), // LONG_BINPUT
  148: (reader) => reader.remember(reader.memo.size), // MEMOIZE
  [code('h')]: (reader) => reader.recall(reader.byte()), // BINGET
  [code('j')]: (reader) => reader.recall(reader.uint32()), // LONG_BINGET
  // Names, calls, states, storages. The old opcodes INST and OBJ are rejected because of the name that they call.
  [code('c')]: (reader) => reader.global(reader.line(), reader.line()),
  [code('i')]: (reader) => reader.global(reader.line(), reader.line()),
  147: (reader) => {
    const [name, module] = [reader.pop(), reader.pop()];
    reader.global(module, name);
  },
  [code('R')]: (reader) => reader.reduce(),
  129: (reader) => reader.reduce(), // NEWOBJ
  [code('b')]: (reader) => reader.build(),
  [code('Q')]: (reader) => reader.storage(), // BINPERSID
};

function text(reader: PickleReader, length: number): string {
  return reader.take(length).toString('utf8');
}

/** Two's complement, little-endian. */
function integer(reader: PickleReader, length: number): number | bigint {
  if (length > LONGEST_INTEGER) throw reader.damaged(`an integer of ${length} bytes`);
  let value = 0n;
  for (const [i, byte] of reader.take(length).entries()) value |= BigInt(byte) << BigInt(8 * i);
  const signed = BigInt.asIntN(8 * length, value);
  return Number.isSafeInteger(Number(signed)) ? Number(signed) : signed;
}

function code(character: string): number {
  return character.charCodeAt(0);
}
