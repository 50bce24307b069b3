import type { Picture } from './picture';

/**
 * A picture as its camera was held: EXIF's orientation 1–8 (tag 0x0112) says where the stored first row and column
 * belong. Anything else is 1.
 */
export function oriented(picture: Picture, orientation: number | undefined): Picture {
  const place = PLACES[orientation ?? 1];
  if (place === undefined) return picture;
  const { width: w, height: h, rgb } = picture;
  const [width, height] = orientation! >= 5 ? [h, w] : [w, h];
  const turned = new Uint8Array(rgb.length);
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++, to += 3) {
      const [column, row] = place(x, y, w - 1, h - 1);
      const from = (row * w + column) * 3;
      turned[to] = rgb[from];
      turned[to + 1] = rgb[from + 1];
      turned[to + 2] = rgb[from + 2];
    }
  }
  return { width, height, rgb: turned };
}

type Place = (x: number, y: number, right: number, bottom: number) => readonly [number, number];

/** Column and row of the stored picture that the pixel `x`, `y` of the upright one comes from. */
const PLACES: Readonly<Record<number, Place>> = {
  2: (x, y, right) => [right - x, y],
  3: (x, y, right, bottom) => [right - x, bottom - y],
  4: (x, y, _, bottom) => [x, bottom - y],
  5: (x, y) => [y, x],
  6: (x, y, _, bottom) => [y, bottom - x],
  7: (x, y, right, bottom) => [right - y, bottom - x],
  8: (x, y, right) => [right - y, x],
};
