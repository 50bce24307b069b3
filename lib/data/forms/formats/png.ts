import { type ImageFormat, Unreadable, valuesOf } from './format';

/** PNG (ISO/IEC 15948) with one frame, converted to gray by libpng. */
export const png: ImageFormat = {
  name: 'PNG',
  begins: /^\x89PNG/,
  decode(bytes, tf, channels = 1) {
    const frames = framesOf(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
    if (frames > 1) throw new Unreadable(`${frames} frames`);
    return valuesOf(tf.node.decodePng(bytes, channels));
  },
};

/** Length of the signature, and of a chunk without its content. */
const [SIGNATURE, FRAMED] = [8, 12];

/** The number of frames that an animated PNG names in the chunk `acTL`, which comes before the first image; else 1. */
function framesOf(bytes: Buffer): number {
  for (let at = SIGNATURE; at + FRAMED <= bytes.length; at += FRAMED + bytes.readUInt32BE(at)) {
    const kind = bytes.toString('latin1', at + 4, at + 8);
    if (kind === 'acTL') return bytes.readUInt32BE(at + 8);
    if (kind === 'IDAT') return 1;
  }
  return 1;
}
