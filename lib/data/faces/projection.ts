import { SIZE } from '../dataset';
import type { Path } from './curves';
import type { Face } from './face';

/** Maps a path from face units to pixels. `lift` raises it above the surface, as for the tip of the nose. */
export type Projection = (path: Path, lift?: number) => Path;

/** Depth of the front of the face towards the viewer, in face units. */
const DEPTH = 0.75;

/**
 * Projection onto the surface of the head, an ellipsoid rotated by the pose's yaw, pitch and roll: features move and
 * are foreshortened like those of a head.
 */
export function surface(face: Face): Projection {
  const { yaw, pitch } = face.pose;
  const [cosYaw, sinYaw, cosPitch, sinPitch] = [Math.cos(yaw), Math.sin(yaw), Math.cos(pitch), Math.sin(pitch)];
  const toImage = imagePlane(face);
  return (path, lift = 0) => {
    const projected = path.slice();
    for (let i = 0; i < path.length; i += 2) {
      const x = path[i];
      const y = path[i + 1];
      const depth = DEPTH * Math.sqrt(Math.max(0, 1 - x * x - (y * y) / 1.7)) + lift;
      toImage(x * cosYaw + depth * sinYaw, y * cosPitch + depth * sinPitch, projected, i);
    }
    return projected;
  };
}

/** Projection onto the plane of the head's outline, which yaw and pitch do not move. */
export function outline(face: Face): Projection {
  const toImage = imagePlane(face);
  return (path) => {
    const projected = path.slice();
    for (let i = 0; i < path.length; i += 2) toImage(path[i], path[i + 1], projected, i);
    return projected;
  };
}

function imagePlane({ pose }: Face): (x: number, y: number, out: Path, at: number) => void {
  const cos = Math.cos(pose.roll) * pose.scale;
  const sin = Math.sin(pose.roll) * pose.scale;
  const x0 = SIZE / 2 + pose.shift[0];
  const y0 = SIZE / 2 + pose.shift[1];
  return (x, y, out, at) => {
    out[at] = x0 + cos * x - sin * y;
    out[at + 1] = y0 + sin * x + cos * y;
  };
}
