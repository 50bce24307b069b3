import { SIZE } from '../dataset';
import type { Path } from './curves';

/** A copy of `SIZE`: in the compiled JavaScript, an imported constant costs a function call in every inner loop. */
const WIDTH = SIZE;

/** Columns of the buffer of areas: an edge at the right border writes up to two columns beyond it. */
export const STRIDE = SIZE + 2;

/** Pixels from `left` and `top` to `right` and `bottom` (exclusive). */
export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/**
 * Adds the signed areas of a closed path's edges, so that the running sum along a row is the fraction of each pixel
 * inside the path: antialiasing without sampling.
 * @param areas `[48, 50]`, zero in the area of the path
 * @returns the pixels that the path may touch
 */
export function addEdges(path: Path, areas: Float32Array): Box {
  const box = boundingBox(path);
  if (box.left >= box.right || box.top >= box.bottom) return { left: 0, right: 0, top: 0, bottom: 0 };
  const n = path.length;
  let x0 = path[n - 2];
  let y0 = path[n - 1];
  for (let i = 0; i < n; i += 2) {
    const x1 = path[i];
    const y1 = path[i + 1];
    if (y0 < y1) addEdge(areas, x0, y0, x1, y1, 1);
    else if (y1 < y0) addEdge(areas, x1, y1, x0, y0, -1);
    x0 = x1;
    y0 = y1;
  }
  return box;
}

/** An edge, row by row, from its upper to its lower end. */
function addEdge(areas: Float32Array, x0: number, y0: number, x1: number, y1: number, sign: number): void {
  const slope = (x1 - x0) / (y1 - y0);
  const bottom = Math.min(y1, WIDTH);
  for (let y = Math.max(y0, 0); y < bottom; ) {
    const row = Math.floor(y);
    const next = Math.min(row + 1, bottom);
    const a = clamp(x0 + (y - y0) * slope);
    const b = clamp(x0 + (next - y0) * slope);
    addInRow(areas, row * STRIDE, Math.min(a, b), Math.max(a, b), sign * (next - y));
    y = next;
  }
}

/** The part of an edge in one row: it spans `height` from x = `from` to x = `to`. */
function addInRow(areas: Float32Array, start: number, from: number, to: number, height: number): void {
  const first = Math.floor(from);
  const last = Math.floor(to);
  if (first === last) {
    const covered = height * (1 - ((from + to) / 2 - first));
    areas[start + first] += covered;
    areas[start + first + 1] += height - covered;
    return;
  }
  const perPixel = height / (to - from);
  for (let column = first; column <= last; column++) {
    const a = Math.max(from, column);
    const b = Math.min(to, column + 1);
    const part = perPixel * (b - a);
    const covered = part * (1 - ((a + b) / 2 - column));
    areas[start + column] += covered;
    areas[start + column + 1] += part - covered;
  }
}

function boundingBox(path: Path): Box {
  let left = WIDTH;
  let right = 0;
  let top = WIDTH;
  let bottom = 0;
  for (let i = 0; i < path.length; i += 2) {
    const x = path[i];
    const y = path[i + 1];
    if (x < left) left = x;
    if (x > right) right = x;
    if (y < top) top = y;
    if (y > bottom) bottom = y;
  }
  return {
    left: Math.max(0, Math.floor(left)),
    right: Math.min(WIDTH, Math.ceil(right)),
    top: Math.max(0, Math.floor(top)),
    bottom: Math.min(WIDTH, Math.ceil(bottom)),
  };
}

function clamp(x: number): number {
  return Math.min(Math.max(x, 0), WIDTH);
}
