import type { Picture } from '../../lib/photos/picture';

/** Stills that the camera shows. */
export const STILLS = 20;
/** Side of the mark in a still's corner, in pixels, and the difference of gray between two stills. */
const [SIDE, STEP] = [12, 10];

/** A picture whose lower right corner tells which still it is. */
export function marked({ width, height, rgb }: Picture, index: number): Picture {
  const copy = rgb.slice();
  for (let y = height - SIDE; y < height; y++)
    copy.fill(20 + STEP * index, 3 * ((y + 1) * width - SIDE), 3 * (y + 1) * width);
  return { width, height, rgb: copy };
}

/** The still to which a pixel of the mark belongs. */
export function markOf([red, green, blue]: readonly number[]): number {
  return Math.min(STILLS - 1, Math.max(0, Math.round(((red + green + blue) / 3 - 20) / STEP)));
}
