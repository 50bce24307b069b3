import { imageSize } from 'image-size';
import { oriented } from './orientation';

/** A gray image of any size, `[height, width]`. */
export interface GrayImage {
  readonly width: number;
  readonly height: number;
  readonly values: Uint8Array;
}

/** The largest centred square of an image, resized to `size` × `size` by the mean over the area of each pixel. */
export function fitted(image: GrayImage, size: number): Uint8Array {
  const { width, height, values } = image;
  const side = Math.min(width, height);
  const [left, top] = [Math.floor((width - side) / 2), Math.floor((height - side) / 2)];
  const areas = areasOf(side, size);
  const rows = new Float64Array(side * size); // resized across, not yet down
  for (let y = 0; y < side; y++) {
    const from = (top + y) * width + left;
    for (let x = 0; x < size; x++)
      for (const { at, share } of areas[x]) rows[y * size + x] += share * values[from + at];
  }
  return Uint8Array.from({ length: size * size }, (_, k) => {
    const [x, y] = [k % size, Math.floor(k / size)];
    return Math.round(areas[y].reduce((sum, { at, share }) => sum + share * rows[at * size + x], 0));
  });
}

/** The pixels of a line of `side` that each of `size` equal parts covers, with shares that sum to 1. */
function areasOf(side: number, size: number): { at: number; share: number }[][] {
  const length = side / size;
  return Array.from({ length: size }, (_, k) => {
    const [from, to] = [k * length, (k + 1) * length];
    const first = Math.floor(from);
    const last = Math.min(side, Math.ceil(to));
    return Array.from({ length: last - first }, (_, i) => {
      const at = first + i;
      return { at, share: (Math.min(at + 1, to) - Math.max(at, from)) / length };
    });
  });
}

/** Turns an image upright by the EXIF orientation in its file. */
export function upright(image: GrayImage, bytes: Uint8Array): GrayImage {
  return oriented(image, 1, orientationOf(bytes));
}

function orientationOf(bytes: Uint8Array): number {
  try {
    return imageSize(bytes).orientation ?? 1;
  } catch {
    return 1; // decoding says what is wrong
  }
}
