import { InputError } from '../core/errors';

/** Default width of a network's input: five sixths of the image's, like the paper's 40 of 48 pixels. */
export function usualInputSize(size: number): number {
  return Math.round((size * 5) / 6);
}

/**
 * Pixels between the leftmost and the rightmost position of the crop.
 *
 * @param size of the images
 * @param inputSize of the network
 * @throws {InputError} if the images are smaller than the network's input
 */
export function marginOf(size: number, inputSize: number): number {
  if (inputSize <= size) return size - inputSize;
  throw new InputError('input_size', inputSize, `must be ≤ ${size}, the size of the images`);
}

/** The views of an image that an evaluation averages. */
export const VIEWS = ['center', 'flip', 'ten'] as const;
/** Which views an evaluation averages. */
export type Views = (typeof VIEWS)[number];

/** A view of an image: the crop's upper left corner, mirrored or not. */
export interface View {
  readonly left: number;
  readonly top: number;
  readonly mirrored: boolean;
}

/**
 * `center` is the center crop, `flip` adds its mirror image, `ten` is the four corners and the center, each also
 * mirrored (Krizhevsky et al. 2012).
 */
export function viewsOf(views: Views, margin: number): readonly View[] {
  const middle = Math.floor(margin / 2);
  const center = [middle, middle];
  const corners = [
    [0, 0],
    [margin, 0],
    [0, margin],
    [margin, margin],
  ];
  const places = views === 'ten' && margin > 0 ? [...corners, center] : [center];
  const sides = views === 'center' ? [false] : [false, true];
  return sides.flatMap((mirrored) => places.map(([left, top]) => ({ left, top, mirrored })));
}
