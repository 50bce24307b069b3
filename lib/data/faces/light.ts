import { SIZE } from '../dataset';
import type { Face } from './face';
import type { Raster } from './raster';

/** A copy of `SIZE`: in the compiled JavaScript, an imported constant costs a function call in every inner loop. */
const WIDTH = SIZE;

/** Lights the picture as a lamp would light the head's ellipsoid. Pixels outside the head are lit like its rim. */
export function lightScene({ pose, light }: Face, raster: Raster): void {
  if (light.strength === 0) return;
  const [x0, y0] = [WIDTH / 2 + pose.shift[0], WIDTH / 2 + pose.shift[1]];
  const perX = 1 / (0.95 * pose.scale);
  const perY = 1 / (1.3 * pose.scale);
  for (let row = 0; row < WIDTH; row++) {
    const y = (row + 0.5 - y0) * perY;
    for (let column = 0; column < WIDTH; column++) {
      const x = (column + 0.5 - x0) * perX;
      const radius = x * x + y * y;
      const rim = radius > 1 ? 1 / Math.sqrt(radius) : 1;
      const front = radius > 1 ? 0 : Math.sqrt(1 - radius);
      const lit = light.strength * (0.62 * (light.x * x + light.y * y) * rim + 0.3 * (front - 0.8));
      raster.gray[row * WIDTH + column] *= Math.max(0.12, 1 + lit);
    }
  }
}
