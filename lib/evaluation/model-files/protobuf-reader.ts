/** A field of a protocol buffer message (https://protobuf.dev/programming-guides/encoding/). */
export interface Field {
  readonly number: number;
  /** Value of a varint. */
  readonly integer?: bigint;
  /** Value of bytes, text or a message. */
  readonly bytes?: Buffer;
}

/** Thrown for bytes that are no message. */
export class MessageError extends Error {}

/** The fields of a message, in order. @throws {MessageError} if the bytes are cut short or no message */
export function* fieldsOf(message: Buffer): Generator<Field> {
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      if (at >= message.length) throw new MessageError('cut short');
      const byte = message[at++];
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    throw new MessageError('a number of more than 64 bits');
  };
  const take = (length: number): Buffer => {
    if (length > message.length - at) throw new MessageError('cut short');
    at += length;
    return message.subarray(at - length, at);
  };
  while (at < message.length) {
    const tag = varint();
    const number = Number(tag >> 3n);
    const wireType = Number(tag & 7n);
    if (wireType === 0) yield { number, integer: varint() };
    else if (wireType === 1) yield { number, bytes: take(8) };
    else if (wireType === 2) yield { number, bytes: take(Number(varint())) };
    else if (wireType === 5) yield { number, bytes: take(4) };
    else throw new MessageError(`wire type ${wireType}`);
  }
}
