import { SIZE } from '../dataset';
import { spot } from './curves';
import type { Face } from './face';
import type { Raster } from './raster';

/** The background: a wall with one or two blurred objects in front of it. */
export function drawBackground({ camera }: Face, raster: Raster): void {
  raster.gray.fill(camera.background);
  const byte = (i: number) => ((camera.grain >>> (8 * i)) & 255) / 255;
  const [x, y, kind] = [byte(0) * SIZE, byte(1) * SIZE, byte(2)];
  raster.glow(spot(x, y, 30, 26), kind - 0.4);
  raster.glow(spot(SIZE - x, SIZE - y, 22, 30), 0.5 - byte(3));
  if (kind > 0.6) raster.tint([x, 0, x + 14, 0, x + 12, SIZE, x + 2, SIZE], 0.55 + byte(3));
}
