import { SIZE } from './dataset';

/** Width and height of the networks' input crop, in pixels. */
export const CROP = 40;
/** Pixels between the leftmost and the rightmost position of the crop. */
export const MARGIN = SIZE - CROP;

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
 * `center` is the centre crop, `flip` adds its mirror image, `ten` is the four corners and the centre, each also
 * mirrored (Krizhevsky et al. 2012).
 */
export function viewsOf(views: Views): readonly View[] {
  const center = [MARGIN / 2, MARGIN / 2];
  const corners = [
    [0, 0],
    [MARGIN, 0],
    [0, MARGIN],
    [MARGIN, MARGIN],
  ];
  const places = views === 'ten' ? [...corners, center] : [center];
  const sides = views === 'center' ? [false] : [false, true];
  return sides.flatMap((mirrored) => places.map(([left, top]) => ({ left, top, mirrored })));
}
