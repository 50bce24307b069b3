import { count, type Dataset, PIXELS, SIZE } from '../data/dataset';
import { CROP, MARGIN } from '../data/views';

/** Number of pixels of the crop that networks use. */
export const CROP_PIXELS = CROP * CROP;

/** The network's input for some images. */
export interface Inputs {
  /** Gray values 0–255, `[n, 40, 40]`. */
  readonly pixels: Uint8Array;
  /** Index into `EMOTIONS`, `[n]`. */
  readonly labels: Uint8Array;
}

/** The centre crop of every image: the view of an evaluation with `center` views. */
export function centerCrops(data: Dataset): Inputs {
  return { pixels: centers(data.images, count(data)), labels: data.labels };
}

/** The centres of `n` square arrays of bytes, `[n, 48, 48]` to `[n, 40, 40]`: images or masks. */
export function centers(squares: Uint8Array, n = squares.length / PIXELS): Uint8Array {
  const out = new Uint8Array(n * CROP_PIXELS);
  for (let i = 0; i < n; i++) {
    for (let y = 0; y < CROP; y++) {
      const from = i * PIXELS + (y + MARGIN / 2) * SIZE + MARGIN / 2;
      out.set(squares.subarray(from, from + CROP), i * CROP_PIXELS + y * CROP);
    }
  }
  return out;
}

/** Gray values 0–1, the networks' input. */
export function grays({ pixels }: Inputs): Float32Array {
  return Float32Array.from(pixels, (gray) => gray / 255);
}

/** The mean gray value of each image, `[n]`: the replacement for removed pixels. */
export function meanGrays(images: Float32Array): Float32Array {
  return Float32Array.from({ length: images.length / CROP_PIXELS }, (_, i) => {
    const image = images.subarray(i * CROP_PIXELS, (i + 1) * CROP_PIXELS);
    return image.reduce((sum, gray) => sum + gray, 0) / CROP_PIXELS;
  });
}
