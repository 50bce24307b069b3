import { crc32, deflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Bytes of the header chunk: length, name, 13 bytes of data, checksum. */
const HEADER = 25;

/**
 * An 8-bit gray image as PNG. Each pixel is drawn as a square of `zoom` × `zoom`, so that viewers that smooth do not
 * blur it.
 *
 * @param pixels 0–255, row-major, `[height, width]`
 */
export function grayPng(pixels: Uint8Array, width: number, height: number, zoom = 1): Buffer {
  return png(pixels, { width, height, zoom, channels: 1 });
}

/** A colour image as PNG, `[height, width, 3]`: red, green and blue. */
export function colourPng(pixels: Uint8Array, width: number, height: number, zoom = 1): Buffer {
  return png(pixels, { width, height, zoom, channels: 3 });
}

/** Stores the resolution in a PNG, so that LaTeX and word processors use the right size. */
export function withResolution(png: Buffer, dpi: number): Buffer {
  const density = Buffer.alloc(9);
  density.writeUInt32BE(Math.round(dpi / 0.0254), 0); // per metre, horizontally
  density.writeUInt32BE(Math.round(dpi / 0.0254), 4); // per metre, vertically
  density[8] = 1; // the unit is the metre
  const at = SIGNATURE.length + HEADER;
  return Buffer.concat([png.subarray(0, at), chunk('pHYs', density), png.subarray(at)]);
}

interface Raster {
  readonly width: number;
  readonly height: number;
  readonly zoom: number;
  readonly channels: 1 | 3;
}

function png(pixels: Uint8Array, { width, height, zoom, channels }: Raster): Buffer {
  const stride = 1 + width * zoom * channels; // a filter byte, 0, before each row
  const rows = Buffer.alloc(stride * height * zoom);
  for (let y = 0; y < height * zoom; y++) {
    for (let x = 0; x < width * zoom; x++) {
      const from = (Math.floor(y / zoom) * width + Math.floor(x / zoom)) * channels;
      rows.set(pixels.subarray(from, from + channels), y * stride + 1 + x * channels);
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width * zoom, 0);
  header.writeUInt32BE(height * zoom, 4);
  header[8] = 8; // bits
  header[9] = channels === 1 ? 0 : 2; // gray, or red, green and blue
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
}
