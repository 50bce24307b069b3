import { type ImageFormat, Unreadable, valuesOf } from './format';

/**
 * Windows bitmap, uncompressed. TensorFlow reads the palette's indices as gray values, so other palettes than the gray
 * one are rejected.
 */
export const bmp: ImageFormat = {
  name: 'BMP',
  begins: /^BM/,
  decode(bytes, tf) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const bits = view.getUint16(28, true);
    if (view.getUint32(14, true) < 40) throw new Unreadable('a header of OS/2');
    if (![8, 24, 32].includes(bits)) throw new Unreadable(`${bits} bits a pixel`);
    if (view.getUint32(30, true) !== 0) throw new Unreadable('compressed');
    if (bits === 8 && !hasGrayPalette(view)) throw new Unreadable('a palette of colours');
    return valuesOf(tf.node.decodeBmp(bytes));
  },
};

/** Whether the colour of each index is the gray of that value. */
function hasGrayPalette(view: DataView): boolean {
  const at = 14 + view.getUint32(14, true); // after the headers of the file and the image
  const colours = view.getUint32(46, true) || 256;
  for (let i = 0; i < colours; i++)
    for (let channel = 0; channel < 3; channel++) if (view.getUint8(at + 4 * i + channel) !== i) return false;
  return true;
}
