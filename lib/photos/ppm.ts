import type { Readable } from 'node:stream';
import type { Picture } from './picture';

/** A header as FFmpeg writes it: `P6`, width and height, and the highest value, a line each. */
const HEADER = /^P6\n(\d+) (\d+)\n255\n/;
/** Maximum length of a header, in bytes. */
const LONGEST_HEADER = 40;

/** The pictures in a stream of PPM images, one after the other. At most one is in memory with a part of the next. */
export async function* ppmPictures(stream: Readable): AsyncGenerator<Picture> {
  let head: Buffer = Buffer.alloc(0);
  let picture: Picture | undefined;
  let filled = 0;
  for await (const chunk of stream) {
    let rest: Buffer = chunk;
    while (rest.length > 0) {
      if (picture === undefined) {
        const start: Buffer = Buffer.concat([head, rest]);
        const header = HEADER.exec(start.toString('latin1', 0, LONGEST_HEADER));
        if (header === null) {
          if (start.length >= LONGEST_HEADER)
            throw new Error(`no PPM image of 8 bits: ${start.toString('latin1', 0, 20)}`);
          head = start;
          break;
        }
        const [width, height] = [Number(header[1]), Number(header[2])];
        [picture, filled] = [{ width, height, rgb: new Uint8Array(3 * width * height) }, 0];
        rest = start.subarray(header[0].length);
        head = Buffer.alloc(0);
      }
      const part = rest.subarray(0, picture.rgb.length - filled);
      picture.rgb.set(part, filled);
      filled += part.length;
      rest = rest.subarray(part.length);
      if (filled < picture.rgb.length) break;
      yield picture;
      picture = undefined;
    }
  }
}
