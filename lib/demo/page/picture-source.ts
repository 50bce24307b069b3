import type { Picture } from '../../photos/picture';

/** Maximum number of pixels of a photo. */
const MOST_PIXELS = 100_000_000;

/** The pixels of a photo's file, turned upright as EXIF says, without its colour profile. */
export async function pictureOfFile(file: Blob): Promise<{ picture: Picture; bitmap: ImageBitmap }> {
  const bitmap = await createImageBitmap(file, {
    imageOrientation: 'from-image',
    colorSpaceConversion: 'none',
    premultiplyAlpha: 'none',
  });
  if (bitmap.width * bitmap.height > MOST_PIXELS) throw new Error('the photo is too large');
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = canvas.getContext('2d')!;
  context.drawImage(bitmap, 0, 0);
  return { picture: pictureOf(context.getImageData(0, 0, bitmap.width, bitmap.height)), bitmap };
}

/** Red, green and blue of a canvas's pixels. */
export function pictureOf({ data, width, height }: ImageData): Picture {
  const rgb = new Uint8Array(width * height * 3);
  for (let from = 0, to = 0; from < data.length; from += 4, to += 3) {
    rgb[to] = data[from];
    rgb[to + 1] = data[from + 1];
    rgb[to + 2] = data[from + 2];
  }
  return { width, height, rgb };
}
