import { ellipse, type Path, points, ribbon, spline } from './curves';
import { EYE_HEIGHT } from './eyes';
import type { Scene } from './scene';

/** Draws the object in front of the face. Opaque objects also reduce `visible`, the visible fraction of each pixel. */
export function drawOccluder(scene: Scene, visible: Float32Array): void {
  const { face, raster, outline } = scene;
  const { kind, gray } = face.occluder;
  if (kind === 'none') return;
  if (kind === 'glasses') {
    drawGlasses(scene);
    return;
  }
  const shapes = { hand, lock, bar }[kind](scene);
  for (const shape of shapes) {
    const path = outline(shape);
    raster.fill(path, gray);
    raster.hide(path, visible);
    if (kind === 'hand') raster.tint(outline(ribbon([...shape.slice(0, shape.length / 2)], () => 0.03)), 0.7);
  }
}

function drawGlasses({ face, raster, surface }: Scene): void {
  const { gray, size } = face.occluder;
  const { apart } = face.identity.eyes;
  const y = EYE_HEIGHT + 0.04;
  for (const side of [-1, 1]) {
    const rim = spline(roundedFrame(side * apart, y, 0.29 + 0.04 * size, 0.2 + 0.06 * size), true, 3);
    raster.tint(surface(rim), 0.92);
    rim.push(rim[0], rim[1]);
    raster.fill(surface(ribbon(rim, () => 0.045 + 0.03 * size)), gray, 0.9);
    raster.fill(surface(ribbon([side * (apart + 0.3), y - 0.05, side * 0.93, y - 0.08], () => 0.05)), gray, 0.9);
    raster.fill(surface(ellipse(side * apart - 0.1, y - 0.1, 0.05, 0.03, 8)), 0.95, 0.35 * size);
  }
  raster.fill(
    surface(
      ribbon(spline([0.33 - apart, y - 0.05, 0, y - 0.09, apart - 0.33, y - 0.05]), () => 0.045),
      0.06,
    ),
    gray,
    0.9,
  );
}

function roundedFrame(x: number, y: number, rx: number, ry: number): Path {
  return points(
    [x - rx, y],
    [x - 0.8 * rx, y - 0.85 * ry],
    [x, y - ry],
    [x + 0.8 * rx, y - 0.85 * ry],
    [x + rx, y],
    [x + 0.75 * rx, y + 0.85 * ry],
    [x, y + ry],
    [x - 0.75 * rx, y + 0.85 * ry],
  );
}

/** Four fingers from one side, as of a hand that supports the cheek. */
function hand({ face }: Scene): Path[] {
  const [x, y] = face.occluder.at;
  const side = Math.sign(x) || 1;
  const fingers: Path[] = [];
  for (let i = 0; i < 4; i++) {
    const tip = x - side * (0.04 * i * (3 - i));
    const root = y + 0.2 * i;
    const finger = spline([tip, root, tip + side * 0.3, root + 0.03, side * 1.25, root + 0.35]);
    fingers.push(ribbon(finger, (t) => 0.19 * Math.min(1, 0.55 + 4 * t)));
  }
  return fingers;
}

/** A lock of hair over one side of the forehead. */
function lock({ face }: Scene): Path[] {
  const [x] = face.occluder.at;
  const { size } = face.occluder;
  const curve = spline([x * 0.3, -1.25, x * 0.8, -0.75, x, -0.2, x * 1.15, 0.35]);
  return [ribbon(curve, (t) => (0.22 + 0.16 * size) * (1 - 0.85 * t * t))];
}

/** A straight edge that covers a part of the picture, like a window frame. */
function bar({ face }: Scene): Path[] {
  const [x, y] = face.occluder.at;
  if (x !== 0) return [[x, -4, Math.sign(x) * 4, -4, Math.sign(x) * 4, 4, x * 1.1, 4]];
  return [[-4, y, 4, y * 1.1, 4, Math.sign(y) * 4, -4, Math.sign(y) * 4]];
}
