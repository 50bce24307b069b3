import type { Dataset } from '../data/dataset';
import { marginOf } from '../data/views';
import type { Network } from '../models/network';
import { inputSize } from '../models/sizes';

/** The network's input for some images. */
export interface Inputs {
  /** Gray values 0–255, `[n, size, size]`. */
  readonly pixels: Uint8Array;
  /** Width of the network's input, in pixels. */
  readonly size: number;
  /** Names of the classes, in the order of the labels. */
  readonly classes: readonly string[];
  /** Index into {@link classes}, `[n]`. */
  readonly labels: Uint8Array;
}

/**
 * The center crop of every image: the view of an evaluation with `center` views.
 * @param network whose input the crops are
 */
export function centerCrops(data: Dataset, network: Pick<Network, 'inputShape'>): Inputs {
  const { classes, labels } = data;
  const size = inputSize(network);
  return { pixels: centers(data.images, data.size, size), size, classes, labels };
}

/** The centres of squares of bytes, `[n, size, size]` to `[n, crop, crop]`: images or masks. */
export function centers(squares: Uint8Array, size: number, crop: number): Uint8Array {
  const corner = Math.floor(marginOf(size, crop) / 2);
  const n = squares.length / size ** 2;
  const out = new Uint8Array(n * crop ** 2);
  for (let i = 0; i < n; i++) {
    for (let y = 0; y < crop; y++) {
      const from = (i * size + y + corner) * size + corner;
      out.set(squares.subarray(from, from + crop), (i * crop + y) * crop);
    }
  }
  return out;
}

/** Gray values 0–1, the networks' input. */
export function grays({ pixels }: Inputs): Float32Array {
  return Float32Array.from(pixels, (gray) => gray / 255);
}

/**
 * The mean gray value of each image, `[n]`, the replacement for removed pixels.
 * @param area pixels of an image
 */
export function meanGrays(images: Float32Array, area: number): Float32Array {
  return Float32Array.from({ length: images.length / area }, (_, i) => {
    const image = images.subarray(i * area, (i + 1) * area);
    return image.reduce((sum, gray) => sum + gray, 0) / area;
  });
}
