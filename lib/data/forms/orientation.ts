type Place = (x: number, y: number, right: number, bottom: number) => readonly [column: number, row: number];

/** The stored pixel that each pixel of the upright picture comes from, by EXIF orientation. */
const PLACES: Readonly<Record<number, Place>> = {
  2: (x, y, right) => [right - x, y],
  3: (x, y, right, bottom) => [right - x, bottom - y],
  4: (x, y, _, bottom) => [x, bottom - y],
  5: (x, y) => [y, x],
  6: (x, y, _, bottom) => [y, bottom - x],
  7: (x, y, right, bottom) => [right - y, bottom - x],
  8: (x, y, right) => [right - y, x],
};

/** Values of pixels, row by row, those of a pixel side by side. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly values: Uint8Array;
}

/**
 * Turns a picture upright.
 *
 * @param channels values per pixel
 * @param orientation EXIF's (tag 0x0112), 1–8; anything else is 1
 */
export function oriented(picture: Pixels, channels: number, orientation = 1): Pixels {
  const place = PLACES[orientation];
  if (place === undefined) return picture;
  const { width: w, height: h, values } = picture;
  const [width, height] = orientation >= 5 ? [h, w] : [w, h];
  const turned = new Uint8Array(values.length);
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++, to += channels) {
      const [column, row] = place(x, y, w - 1, h - 1);
      const from = (row * w + column) * channels;
      for (let c = 0; c < channels; c++) turned[to + c] = values[from + c];
    }
  }
  return { width, height, values: turned };
}
