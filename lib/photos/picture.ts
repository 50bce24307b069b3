// No imports: the demo's page runs this file too.

/** A picture in memory. */
export interface Picture {
  /** Pixels. */
  readonly width: number;
  /** Pixels. */
  readonly height: number;
  /** Red, green and blue, `[height, width, 3]`, 0–255. */
  readonly rgb: Uint8Array;
}

/** A rectangle in pixels of a picture: `x` and `y` of its upper left corner, measured from the picture's. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Intersection over union of two boxes, 0 to 1. */
export function overlap(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  if (width <= 0 || height <= 0) return 0;
  const shared = width * height;
  return shared / (a.width * a.height + b.width * b.height - shared);
}

/** Gray value of a colour, 0–255: ITU-R BT.601 in the integer arithmetic of Pillow and libjpeg. */
export function luma(red: number, green: number, blue: number): number {
  return (red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16;
}

/** Resizes part of a picture with a triangle filter that averages when it shrinks, as Pillow's BILINEAR. */
export function resized(picture: Picture, width: number, height: number, part: Box = whole(picture)): Picture {
  const columns = taps(picture.width, part.x, part.width, width);
  const rows = taps(picture.height, part.y, part.height, height);
  const [top, bottom] = [rows[0].first, rows[height - 1].first + rows[height - 1].weights.length];
  const stride = width * 3;
  const narrow = new Float32Array((bottom - top) * stride); // [source rows, width, 3]
  for (let y = top; y < bottom; y++) {
    for (let x = 0; x < width; x++) {
      const { first, weights } = columns[x];
      let from = (y * picture.width + first) * 3;
      let [red, green, blue] = [0, 0, 0];
      for (const weight of weights) {
        red += weight * picture.rgb[from++];
        green += weight * picture.rgb[from++];
        blue += weight * picture.rgb[from++];
      }
      const to = (y - top) * stride + x * 3;
      narrow[to] = red;
      narrow[to + 1] = green;
      narrow[to + 2] = blue;
    }
  }
  const rgb = new Uint8Array(height * stride);
  const sums = new Float32Array(stride);
  for (let y = 0; y < height; y++) {
    const { first, weights } = rows[y];
    sums.fill(0.5);
    for (const [i, weight] of weights.entries()) {
      const from = (first + i - top) * stride;
      for (let x = 0; x < stride; x++) sums[x] += weight * narrow[from + x];
    }
    rgb.set(sums, y * stride);
  }
  return { width, height, rgb };
}

/** The whole picture as a box. */
export function whole({ width, height }: Picture): Box {
  return { x: 0, y: 0, width, height };
}

/** Source pixels that a target pixel averages, and their weights, which sum to 1. */
interface Taps {
  readonly first: number;
  readonly weights: readonly number[];
}

function taps(size: number, start: number, length: number, count: number): Taps[] {
  const scale = length / count;
  const reach = Math.max(1, scale);
  return Array.from({ length: count }, (_, i) => {
    const centre = start + (i + 0.5) * scale;
    const first = Math.min(size - 1, Math.max(0, Math.ceil(centre - reach - 0.5)));
    const end = Math.max(first + 1, Math.min(size, Math.floor(centre + reach + 0.5)));
    const weights = Array.from({ length: end - first }, (_, k) =>
      Math.max(1e-6, 1 - Math.abs(first + k + 0.5 - centre) / reach),
    );
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return { first, weights: weights.map((weight) => weight / sum) };
  });
}
