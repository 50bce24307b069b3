import { setImmediate } from 'node:timers/promises';
import { count, type Dataset } from '../data/dataset';
import type { FaceDetector } from './detector';
import type { Framing } from './framing';
import { overlap, type Picture, resized } from './picture';

export interface MeasureFramingOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, of: number) => void;
}

/** How a data set frames its faces. */
export interface MeasuredFraming extends Framing {
  /** Images in which the detector found the face. */
  readonly found: number;
  /** Number of images that were searched. */
  readonly n: number;
}

/** Side of an image and of the margin around it, in pixels: the detector needs to see that the face ends. */
const SIDE = 120;
const MARGIN = 84;

/**
 * Measures how a data set frames its faces: the medians of where the detector's box lies in its images.
 * @param size width and height of the images
 */
export async function measureFraming(
  detector: FaceDetector,
  data: Dataset,
  size: number,
  { signal, onProgress }: MeasureFramingOptions = {},
): Promise<MeasuredFraming | undefined> {
  const n = count(data);
  const boxes: Framing[] = [];
  for (let i = 0; i < n; i++) {
    signal?.throwIfAborted();
    const frame = { x: MARGIN, y: MARGIN, width: SIDE, height: SIDE };
    const [face] = detector
      .detect(framed(data.images.subarray(i * size * size, (i + 1) * size * size), size))
      .filter(({ box }) => overlap(box, frame) > 0.3);
    if (face) {
      const { x, y, width, height } = face.box;
      boxes.push({ width: width / SIDE, x: (x + width / 2 - MARGIN) / SIDE, y: (y + height / 2 - MARGIN) / SIDE });
    }
    onProgress?.(i + 1, n);
    await setImmediate(); // so that an interrupt is noticed
  }
  if (boxes.length < n / 2) return undefined;
  const middle = (key: keyof Framing) => median(boxes.map((box) => box[key]));
  return { width: middle('width'), x: middle('x'), y: middle('y'), found: boxes.length, n };
}

/** A gray image, enlarged, in the middle of a gray square. */
function framed(image: Uint8Array, size: number): Picture {
  const rgb = new Uint8Array(size * size * 3);
  for (const [i, gray] of image.entries()) rgb.fill(gray, 3 * i, 3 * i + 3);
  const large = resized({ width: size, height: size, rgb }, SIDE, SIDE);
  const width = SIDE + 2 * MARGIN;
  const picture = { width, height: width, rgb: new Uint8Array(width * width * 3).fill(128) };
  for (let y = 0; y < SIDE; y++)
    picture.rgb.set(large.rgb.subarray(y * SIDE * 3, (y + 1) * SIDE * 3), ((y + MARGIN) * width + MARGIN) * 3);
  return picture;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}
