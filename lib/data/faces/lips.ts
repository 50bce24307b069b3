import type { Path } from './curves';
import type { Face } from './face';
import { onSide } from './scene';

/**
 * The four edges of the lips as functions of t, from −1 at the image's left corner to 1 at the right corner: heights in
 * face units.
 */
export interface Lips {
  readonly x: (t: number) => number;
  readonly outerUpper: (t: number) => number;
  readonly innerUpper: (t: number) => number;
  readonly innerLower: (t: number) => number;
  readonly outerLower: (t: number) => number;
  /** Opening between the lips at the middle. */
  readonly gap: number;
}

/** The shape of the lips for the face's actions. */
export function lipsOf(face: Face): Lips {
  const { actions } = face;
  const { mouth } = face.identity;
  const { AU10, AU12, AU16, AU17, AU20, AU23, AU25, AU26 } = actions;
  const [left, right] = [cornerOf(face, -1), cornerOf(face, 1)];
  const gap = 0.13 * AU25 + 0.36 * AU26;
  const push = 0.05 * AU17;
  const middle = mouth.height + 0.035 * AU12 - push;
  const upperMiddle = middle - 0.25 * gap - 0.07 * AU10;
  const lowerMiddle = middle + 0.75 * gap + (gap > 0 ? 0.07 * AU16 : 0) - (gap > 0 ? 0 : 0.07 * AU10 * 0.6);

  const corners = (t: number) => ((1 - t) / 2) * left.y + ((1 + t) / 2) * right.y;
  const square = Math.min(1, AU10 + AU20 + AU16);
  const bow = (t: number) => 1 - t * t * (1 - square + square * t * t);
  const innerUpper = (t: number) => corners(t) + (upperMiddle - corners(0)) * bow(t);
  const innerLower = (t: number) =>
    Math.max(innerUpper(t), corners(t) + (lowerMiddle - corners(0)) * (AU12 > 0.3 ? 1 - t * t : bow(t)));

  const pressed = Math.max(0.15, (1 - 0.65 * AU23) * (1 - 0.3 * AU12) * (1 - 0.3 * AU20));
  const upper = mouth.upper * pressed;
  const lower = mouth.lower * pressed * (1 - 0.25 * AU17);
  return {
    x: (t) => ((1 - t) / 2) * left.x + ((1 + t) / 2) * right.x,
    outerUpper: (t) => innerUpper(t) - upper * (1 - t * t) * (0.82 + 0.5 * t * t + 0.18 * Math.min(1, 6 * Math.abs(t))),
    innerUpper,
    innerLower,
    outerLower: (t) => innerLower(t) + lower * (1 - t * t),
    gap,
  };
}

/** Points along an edge of the lips, from −`reach` to `reach`. */
export function along(lips: Lips, edge: (t: number) => number, reach = 1, points = 13): Path {
  const path: Path = [];
  for (let i = 0; i < points; i++) {
    const t = reach * Math.sin((i / (points - 1) - 0.5) * Math.PI);
    path.push(lips.x(t), edge(t));
  }
  return path;
}

/** The band between two edges, as a closed path. */
export function band(lips: Lips, top: (t: number) => number, bottom: (t: number) => number, reach = 1): Path {
  const path = along(lips, top, reach);
  const back = along(lips, bottom, reach);
  for (let i = back.length - 2; i >= 0; i -= 2) path.push(back[i], back[i + 1]);
  return path;
}

function cornerOf(face: Face, side: number): { x: number; y: number } {
  const { AU17, AU20, AU23, AU26 } = face.actions;
  const { width, height } = face.identity.mouth;
  const [smile, frown] = [onSide(face, 'AU12', side), onSide(face, 'AU15', side)];
  const widened = 1 + 0.22 * smile + 0.24 * AU20 - 0.16 * AU23 - 0.14 * AU26 + 0.04 * frown - 0.05 * AU17;
  return { x: side * width * widened, y: height - 0.15 * smile + 0.14 * frown + 0.03 * AU20 + 0.08 * AU26 };
}
