import { randomWords } from '../../core/random';
import { SIZE } from '../dataset';
import type { Camera } from './face';

/** A copy of `SIZE`: in the compiled JavaScript, an imported constant costs a function call in every inner loop. */
const WIDTH = SIZE;

/** A weighted mean of each pixel and its eight neighbours; `blur` is the weight of the neighbours. */
export function blurred(gray: Float32Array, blur: number, out: Float32Array): void {
  const side = blur / (1 + 2 * blur);
  const middle = 1 - 2 * side;
  for (let row = 0; row < WIDTH; row++) {
    const start = row * WIDTH;
    for (let column = 0; column < WIDTH; column++) {
      const left = column === 0 ? 0 : column - 1;
      const right = column === WIDTH - 1 ? column : column + 1;
      columns[start + column] = middle * gray[start + column] + side * (gray[start + left] + gray[start + right]);
    }
  }
  for (let row = 0; row < WIDTH; row++) {
    const above = (row === 0 ? 0 : row - 1) * WIDTH;
    const below = (row === WIDTH - 1 ? row : row + 1) * WIDTH;
    for (let column = 0; column < WIDTH; column++) {
      out[row * WIDTH + column] =
        middle * columns[row * WIDTH + column] + side * (columns[above + column] + columns[below + column]);
    }
  }
}

/** Applies contrast around middle gray, brightness and noise, then rounds to 0–255. */
export function exposed(gray: Float32Array, camera: Camera, image: Uint8Array): void {
  const { contrast, brightness, noise, grain } = camera;
  randomWords(grain, 0, grains);
  const offset = 0.5 - 0.5 * contrast + brightness;
  for (let pixel = 0; pixel < gray.length; pixel++) {
    const grain = grains[pixel >> 1] >>> (16 * (pixel & 1));
    const triangular = ((grain & 255) + ((grain >>> 8) & 255) - 255) / 104.5; // mean 0, deviation 1
    image[pixel] = Math.min(Math.max(255 * (offset + contrast * gray[pixel] + noise * triangular) + 0.5, 0), 255);
  }
}

const columns = new Float32Array(WIDTH * WIDTH);
/** Half a word of noise per pixel. */
const grains = new Uint32Array((WIDTH * WIDTH) / 2);
