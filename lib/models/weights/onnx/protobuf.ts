/** Fields of a protocol buffer message, encoded (https://protobuf.dev/programming-guides/encoding/). */
export type Encoded = Uint8Array;

const VARINT = 0;
const DELIMITED = 2;
const FIXED32 = 5;

/** A signed 64-bit integer field. */
export function integer(field: number, value: number): Encoded {
  return Buffer.concat([tag(field, VARINT), varint(BigInt.asUintN(64, BigInt(value)))]);
}

/** One field per value, as ONNX repeats them. */
export function integers(field: number, values: readonly number[]): Encoded {
  return Buffer.concat(values.map((value) => integer(field, value)));
}

/** A 32-bit float field. */
export function float(field: number, value: number): Encoded {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return Buffer.concat([tag(field, FIXED32), bytes]);
}

export function bytes(field: number, value: Uint8Array): Encoded {
  return Buffer.concat([tag(field, DELIMITED), varint(BigInt(value.length)), value]);
}

export function text(field: number, value: string): Encoded {
  return bytes(field, Buffer.from(value));
}

/** A message within a message. */
export function message(field: number, fields: readonly Encoded[]): Encoded {
  return bytes(field, Buffer.concat(fields));
}

function tag(field: number, wireType: number): Buffer {
  return varint(BigInt((field << 3) | wireType));
}

/** Seven bits per byte, lowest first; the eighth bit means that more bytes follow. */
function varint(value: bigint): Buffer {
  const bytes: number[] = [];
  let rest = value;
  do {
    const more = rest > 0x7fn;
    bytes.push(Number(rest & 0x7fn) | (more ? 0x80 : 0));
    rest >>= 7n;
  } while (rest > 0n);
  return Buffer.from(bytes);
}
