import type { Face, Reader } from './reader';

/** Side of the gray square that hides a part of a face, and by how much it moves, in pixels. */
const SQUARE = 8;
const STEP = 4;
/** Gray of the square. */
const GRAY = 128;

/**
 * Which parts of a face matter for its answer: by how much the answer's probability falls, on average, while a gray
 * square hides a pixel (Zeiler and Fergus, 'Visualizing and Understanding Convolutional Networks', 2014).
 *
 * @returns `[size, size]`; negative where hiding helps the answer
 */
export async function occlusionMap(
  reader: Reader,
  { image, probabilities }: Face,
  size: number,
): Promise<Float32Array> {
  const best = probabilities.indexOf(Math.max(...probabilities));
  const places: [x: number, y: number][] = [];
  for (let y = 0; y <= size - SQUARE; y += STEP) for (let x = 0; x <= size - SQUARE; x += STEP) places.push([x, y]);
  const hidden = places.map(([x, y]) => {
    const copy = image.slice();
    for (let row = y; row < y + SQUARE; row++) copy.fill(GRAY, row * size + x, row * size + x + SQUARE);
    return copy;
  });
  const rows = await reader.classify(hidden);
  const sums = new Float32Array(size * size);
  const counts = new Float32Array(size * size);
  for (const [i, [x, y]] of places.entries())
    for (let row = y; row < y + SQUARE; row++)
      for (let column = x; column < x + SQUARE; column++) {
        sums[row * size + column] += probabilities[best] - rows[i][best];
        counts[row * size + column]++;
      }
  return sums.map((sum, i) => sum / Math.max(1, counts[i]));
}

/** Draws a face in gray, orange where it matters most. */
export function drawMap(canvas: HTMLCanvasElement, { image }: Face, map: Float32Array, size: number): void {
  canvas.width = size;
  canvas.height = size;
  const context = canvas.getContext('2d')!;
  const pixels = context.createImageData(size, size);
  const most = Math.max(1e-6, ...map);
  for (const [i, gray] of image.entries()) {
    const heat = 0.75 * Math.max(0, map[i] / most);
    for (const [channel, orange] of [230, 97, 0].entries())
      pixels.data[4 * i + channel] = gray * (1 - heat) + orange * heat;
    pixels.data[4 * i + 3] = 255;
  }
  context.putImageData(pixels, 0, 0);
}
