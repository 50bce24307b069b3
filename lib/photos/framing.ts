// No imports of values from outside this folder: the demo's page runs this file too.
import type { Detection } from './blazeface';
import { type Box, luma, type Picture } from './picture';

/** How a data set frames its faces: where the detector's box lies in an image, as shares of the image's side. */
export interface Framing {
  /** Width of the box. */
  readonly width: number;
  /** The middle of the box, from the left and from the top. */
  readonly x: number;
  readonly y: number;
}

/** Medians over the last 400 images of FER2013, each in a gray margin; the detector finds no face in 8 of them. */
export const FER2013_FRAMING: Framing = { width: 0.88, x: 0.5, y: 0.575 };

/** A square of a picture that becomes an image of the network: `x`, `y` are its middle, `angle` turns it clockwise. */
export interface Frame {
  readonly x: number;
  readonly y: number;
  /** Pixels. */
  readonly side: number;
  /** Radians. */
  readonly angle: number;
}

/**
 * Heads in the data lean by up to this angle, in radians: twice the standard deviation in FER2013 and in the drawn
 * faces. A frame corrects only the part of the angle beyond it.
 */
const UPRIGHT = 0.2;
/** Maximum number of samples per pixel, along each side. */
const MOST_SAMPLES = 16;

/** The square around a face that a data set would show. */
export function frameOf({ box, eyes, mouth }: Detection, framing: Framing): Frame {
  const side = box.width / framing.width;
  const angle = beyond(lean(eyes, mouth), UPRIGHT);
  const [dx, dy] = [(0.5 - framing.x) * side, (0.5 - framing.y) * side];
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const middle = [box.x + box.width / 2, box.y + box.height / 2];
  return { x: middle[0] + cos * dx - sin * dy, y: middle[1] + sin * dx + cos * dy, side, angle };
}

/** The upright square with a frame's middle and side. */
export function boxOf({ x, y, side }: Frame): Box {
  return { x: x - side / 2, y: y - side / 2, width: side, height: side };
}

/**
 * The gray image in a frame: each pixel is the mean of a grid of bilinear samples that are at most two pixels of the
 * picture apart (up to 16 × 16 of them), so that each pixel counts. Beyond the picture its border is repeated.
 *
 * @param size width and height of the image
 * @returns 0–255, `[size, size]`
 */
export function grayCrop({ width, height, rgb }: Picture, frame: Frame, size: number): Uint8Array {
  const samples = Math.min(MOST_SAMPLES, Math.max(1, Math.ceil(frame.side / (2 * size))));
  const step = frame.side / (size * samples);
  const [cos, sin] = [Math.cos(frame.angle) * step, Math.sin(frame.angle) * step];
  const half = (size * samples - 1) / 2;
  const gray = (x: number, y: number) => {
    const at = (y * width + x) * 3;
    return luma(rgb[at], rgb[at + 1], rgb[at + 2]);
  };
  const sums = new Float64Array(size * size);
  for (let row = 0; row < size * samples; row++) {
    for (let column = 0; column < size * samples; column++) {
      const [u, v] = [column - half, row - half];
      const x = clamped(frame.x + cos * u - sin * v - 0.5, width - 1);
      const y = clamped(frame.y + sin * u + cos * v - 0.5, height - 1);
      const [left, top] = [Math.floor(x), Math.floor(y)];
      const [right, bottom] = [Math.min(left + 1, width - 1), Math.min(top + 1, height - 1)];
      const [r, b] = [x - left, y - top];
      const upper = gray(left, top) * (1 - r) + gray(right, top) * r;
      const lower = gray(left, bottom) * (1 - r) + gray(right, bottom) * r;
      sums[Math.floor(row / samples) * size + Math.floor(column / samples)] += upper * (1 - b) + lower * b;
    }
  }
  return Uint8Array.from(sums, (sum) => Math.round(sum / (samples * samples)));
}

/** The angle by which a head leans to the picture's right, in radians: the mean of the eyes' angle and the mouth's. */
function lean([left, right]: Detection['eyes'], mouth: Detection['mouth']): number {
  const ofEyes = Math.atan2(right[1] - left[1], right[0] - left[0]);
  const [x, y] = [(left[0] + right[0]) / 2, (left[1] + right[1]) / 2];
  const ofMouth = Math.atan2(x - mouth[0], mouth[1] - y);
  const apart = Math.atan2(Math.sin(ofMouth - ofEyes), Math.cos(ofMouth - ofEyes)); // within ±π
  return ofEyes + apart / 2;
}

/** The part of an angle beyond ±`most`. */
function beyond(angle: number, most: number): number {
  return angle - Math.min(Math.max(angle, -most), most);
}

function clamped(value: number, most: number): number {
  return Math.min(Math.max(value, 0), most);
}
