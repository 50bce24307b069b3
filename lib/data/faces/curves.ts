/** A path: x0, y0, x1, y1, … in face units or in pixels. Filled paths are closed implicitly. */
export type Path = number[];

/** A path from coordinate pairs, for computed points. */
export function points(...pairs: readonly (readonly [number, number])[]): Path {
  const path: Path = [];
  for (const [x, y] of pairs) path.push(x, y);
  return path;
}

/** The axes of a soft spot for `Raster.glow`: its centre, and the ends of its half-axes to the right and down. */
export function spot(x: number, y: number, width: number, height: number): Path {
  return [x, y, x + width, y, x, y + height];
}

/** A smooth curve through all points (Catmull and Rom, 1974), with `steps` segments between two of them. */
export function spline(path: Path, closed = false, steps = 3): Path {
  const n = path.length / 2;
  const at = (i: number) => (closed ? (i + n) % n : Math.min(Math.max(i, 0), n - 1)) * 2;
  const curve: Path = [];
  for (let i = 0; i < (closed ? n : n - 1); i++) {
    const [a, b, c, d] = [at(i - 1), at(i), at(i + 1), at(i + 2)];
    for (let step = 0; step < steps; step++) {
      const t = step / steps;
      curve.push(between(path[a], path[b], path[c], path[d], t));
      curve.push(between(path[a + 1], path[b + 1], path[c + 1], path[d + 1], t));
    }
  }
  if (!closed) curve.push(path[2 * n - 2], path[2 * n - 1]);
  return curve;
}

function between(a: number, b: number, c: number, d: number, t: number): number {
  return b + (t / 2) * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
}

/** The outline of a brush stroke along a curve, with width `width(t)` at the fraction t (0 to 1) of its points. */
export function ribbon(curve: Path, width: (t: number) => number): Path {
  const n = curve.length / 2;
  const outline = curve.concat(curve);
  for (let i = 0; i < n; i++) {
    const before = 2 * Math.max(i - 1, 0);
    const after = 2 * Math.min(i + 1, n - 1);
    const dx = curve[after] - curve[before];
    const dy = curve[after + 1] - curve[before + 1];
    const half = width(i / (n - 1)) / 2 / (Math.sqrt(dx * dx + dy * dy) || 1);
    outline[2 * i] = curve[2 * i] - dy * half;
    outline[2 * i + 1] = curve[2 * i + 1] + dx * half;
    outline[4 * n - 2 - 2 * i] = curve[2 * i] + dy * half;
    outline[4 * n - 1 - 2 * i] = curve[2 * i + 1] - dx * half;
  }
  return outline;
}

/** A width for {@link ribbon} that increases from 0 to `most` and decreases again. */
export function swelling(most: number): (t: number) => number {
  return (t) => most * (0.15 + 3.4 * t * (1 - t));
}

/** An ellipse, as a polygon. */
export function ellipse(x: number, y: number, rx: number, ry: number, corners = 16): Path {
  const path: Path = [];
  for (let i = 0; i < corners; i++) {
    const angle = (2 * Math.PI * i) / corners;
    path.push(x + rx * Math.cos(angle), y + ry * Math.sin(angle));
  }
  return path;
}

/** The path with all x and all y multiplied. */
export function scaled(path: Path, x: number, y: number): Path {
  return path.map((value, i) => value * (i % 2 === 0 ? x : y));
}

/** Mirrors the path if `side` is −1, by negating x. */
export function mirrored(path: Path, side: number): Path {
  return side === 1 ? path : path.map((value, i) => (i % 2 === 0 ? -value : value));
}

/** Completes the right half of a symmetric outline, from top to bottom, by its mirror image. */
export function symmetric(right: Path): Path {
  const path = [...right];
  for (let i = right.length - 2; i >= 0; i -= 2) if (right[i] !== 0) path.push(-right[i], right[i + 1]);
  return path;
}
