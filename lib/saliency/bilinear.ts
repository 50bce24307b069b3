/** Height and width of a map. */
export interface MapSize {
  readonly height: number;
  readonly width: number;
}

/** Resizes a map bilinearly to `size` × `size`, with pixel centres at halves (PyTorch's `align_corners=False`). */
export function bilinear(map: Float32Array, { height, width }: MapSize, out: Float32Array, size: number): void {
  for (let y = 0; y < size; y++) {
    const [top, below, down] = between(((y + 0.5) * height) / size - 0.5, height);
    for (let x = 0; x < size; x++) {
      const [left, beside, right] = between(((x + 0.5) * width) / size - 0.5, width);
      const upper = map[top * width + left] * (1 - right) + map[top * width + beside] * right;
      const lower = map[below * width + left] * (1 - right) + map[below * width + beside] * right;
      out[y * size + x] = upper * (1 - down) + lower * down;
    }
  }
}

/** The two neighbours of `at` on an axis of `length`, and the weight of the second. */
function between(at: number, length: number): [first: number, second: number, share: number] {
  const inside = Math.min(Math.max(at, 0), length - 1);
  const first = Math.floor(inside);
  return [first, Math.min(first + 1, length - 1), inside - first];
}
