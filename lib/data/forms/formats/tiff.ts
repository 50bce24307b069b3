import { decode, decodeImage, toRGBA8 } from 'utif2';
import { type ImageFormat, Unreadable } from './format';

/** Tags of an image file directory (TIFF 6.0, section 8). */
const BITS = 't258';
const COMPRESSION = 't259';
const COLOURS = 't262';
const SAMPLES = 't277';
const PREDICTOR = 't317';
const STRIPS = [
  ['t273', 't279'],
  ['t324', 't325'],
] as const; // offsets and byte counts: of strips, of tiles

/** Uncompressed, LZW, Deflate in both numberings, PackBits. */
const COMPRESSIONS = [1, 5, 8, 32946, 32773];

/** TIFF with one page and 8 bits per sample, like those of JAFFE, or 16 bits, of which the upper 8 are used. */
export const tiff: ImageFormat = {
  name: 'TIFF',
  begins: /^(II\*\0|MM\0\*)/,
  decode(bytes) {
    const file = new Uint8Array(bytes).buffer; // a copy, which the library reads from its start
    const pages = decode(file);
    if (pages.length !== 1) throw new Unreadable(`${pages.length} pages`);
    const [page] = pages;
    const numbers = (tag: string) => Array.from((page[tag] ?? []) as ArrayLike<number>);
    if (numbers(COLOURS).length === 0) throw new Error('truncated');
    const [bits = 1, ...others] = numbers(BITS);
    if (![8, 16].includes(bits) || others.some((other) => other !== bits))
      throw new Unreadable(`${bits} bits per sample`);
    if (!COMPRESSIONS.includes(numbers(COMPRESSION)[0] ?? 1)) throw new Unreadable('compressed in another way');
    if (numbers(COLOURS)[0] > 3) throw new Unreadable('neither gray nor red, green and blue');
    const samples = numbers(SAMPLES)[0] ?? 1;
    if (bits === 16 && samples !== (numbers(COLOURS)[0] === 2 ? 3 : 1))
      throw new Unreadable(`${samples} samples of 16 bits per pixel`);
    if (bits === 16 && (numbers(PREDICTOR)[0] ?? 1) !== 1) throw new Unreadable('16 bits with a predictor');
    for (const [offsets, sizes] of STRIPS)
      for (const [i, offset] of numbers(offsets).entries())
        if (offset + (numbers(sizes)[i] ?? 0) > bytes.length) throw new Error('truncated');
    decodeImage(file, page);
    return { width: page.width, height: page.height, values: toRGBA8(page), channels: 4 };
  },
};
