import { bmp } from './formats/bmp';
import type { ImageFormat } from './formats/format';
import { gif } from './formats/gif';
import { jpeg } from './formats/jpeg';
import { png } from './formats/png';
import { tiff } from './formats/tiff';
import { webp } from './formats/webp';

/** The supported image formats; `IMAGE_NAME` lists their file extensions. */
export const IMAGE_FORMATS: readonly ImageFormat[] = [png, jpeg, bmp, gif, tiff, webp];

/** The format of an image that starts with these bytes, at least 16. */
export function formatOf(head: Uint8Array): ImageFormat | undefined {
  const start = Buffer.from(head.subarray(0, 16)).toString('latin1');
  return IMAGE_FORMATS.find(({ begins }) => begins.test(start));
}
