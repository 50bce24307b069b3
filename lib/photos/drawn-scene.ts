import { type Random, randomStream } from '../core/random';
import { PIXELS, SIZE, type Split } from '../data/dataset';
import { type Face, faceAt, renderFace } from '../data/faces';
import { type Box, overlap, type Picture } from './picture';

/** Options of a drawn photo. */
export interface DrawSceneOptions {
  /** Whole number from 0 to 2³² − 1. @default 0 */
  readonly seed?: number;
  /** Pixels. @default 640 */
  readonly width?: number;
  /** Pixels. @default 480 */
  readonly height?: number;
  /** Faces to place; fewer if no room is left. @default 1 */
  readonly faces?: number;
  /** Smallest and largest side of a face's frame, as a share of the picture's shorter side. @default [0.25, 0.6] */
  readonly sides?: readonly [number, number];
  /** Split of the drawn faces. @default 'PrivateTest' */
  readonly split?: Split;
}

/** A face that a scene shows. */
export interface PlacedFace {
  /** The frame that the data set's 48×48 image fills. */
  readonly box: Box;
  readonly face: Face;
}

/** A picture with drawn faces whose places and emotions are known. */
export interface DrawnScene extends Picture {
  readonly faces: readonly PlacedFace[];
}

/**
 * Draws scene `index`: a tinted background with plain shapes, and drawn faces of the data set `faces`, enlarged.
 * Depends on the seed, the index and the options only.
 */
export function drawScene(index: number, options: DrawSceneOptions = {}): DrawnScene {
  const { seed = 0, width = 640, height = 480, faces = 1, sides = [0.25, 0.6], split = 'PrivateTest' } = options;
  const random = randomStream(seed ^ SCENES, index);
  const picture = { width, height, rgb: new Uint8Array(width * height * 3) };
  drawBackground(picture, random);
  const placed: PlacedFace[] = [];
  for (let tries = 0; placed.length < faces && tries < 50 * faces; tries++) {
    const side = Math.min(width, height) * random.between(...sides);
    const box = {
      x: random.between(0, width - side),
      y: random.between(0, height - side),
      width: side,
      height: side,
    };
    if (placed.some((other) => overlap(other.box, box) > 0)) continue;
    const face = faceAt(seed, split, index * faces + placed.length);
    paste(picture, face, box, [random.between(0.95, 1.1), random.between(0.85, 1), random.between(0.7, 0.95)]);
    placed.push({ box, face });
  }
  return { ...picture, faces: placed };
}

/** Keeps the streams of scenes apart from those of faces. */
const SCENES = 0x5ce7e5;
/** Share of a frame's side over which its edge fades into the background. */
const FADE = 0.06;

/** Enlarges a drawn face into its box, in a tint, with soft edges. */
function paste({ width, height, rgb }: Picture, face: Face, box: Box, tint: readonly number[]): void {
  const image = new Uint8Array(PIXELS);
  renderFace(face, image, new Uint8Array(PIXELS));
  const [right, bottom] = [Math.min(width, box.x + box.width), Math.min(height, box.y + box.height)];
  for (let y = Math.ceil(box.y); y < bottom; y++) {
    for (let x = Math.ceil(box.x); x < right; x++) {
      const [u, v] = [(x + 0.5 - box.x) / box.width, (y + 0.5 - box.y) / box.height];
      const edge = Math.min(u, v, 1 - u, 1 - v) / FADE;
      const weight = Math.min(Math.max(edge, 0), 1);
      const gray = sampled(image, u * SIZE - 0.5, v * SIZE - 0.5);
      for (let channel = 0; channel < 3; channel++) {
        const at = (y * width + x) * 3 + channel;
        rgb[at] = (1 - weight) * rgb[at] + weight * Math.min(255, gray * tint[channel]) + 0.5;
      }
    }
  }
}

/** Bilinear interpolation between pixel centres. */
function sampled(image: Uint8Array, x: number, y: number): number {
  const clamp = (value: number) => Math.min(Math.max(value, 0), SIZE - 1);
  const [left, top] = [Math.floor(clamp(x)), Math.floor(clamp(y))];
  const [right, bottom] = [clamp(left + 1), clamp(top + 1)];
  const [u, v] = [clamp(x) - left, clamp(y) - top];
  const upper = image[top * SIZE + left] * (1 - u) + image[top * SIZE + right] * u;
  const lower = image[bottom * SIZE + left] * (1 - u) + image[bottom * SIZE + right] * u;
  return upper * (1 - v) + lower * v;
}

/** A gradient, rectangles, ellipses and grain. */
function drawBackground({ width, height, rgb }: Picture, random: Random): void {
  const colour = () => [random.between(20, 235), random.between(20, 235), random.between(20, 235)];
  const [from, to] = [colour(), colour()];
  for (let y = 0, at = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let channel = 0; channel < 3; channel++, at++)
        rgb[at] = from[channel] + ((to[channel] - from[channel]) * (x / width + y / height)) / 2;
  for (let shapes = 0; shapes < 12; shapes++) {
    const [fill, isRound] = [colour(), random.chance(0.5)];
    const [x0, y0] = [random.between(-0.1, 0.9) * width, random.between(-0.1, 0.9) * height];
    const [w, h] = [random.between(0.03, 0.4) * width, random.between(0.03, 0.4) * height];
    for (let y = Math.max(0, Math.ceil(y0)); y < Math.min(height, y0 + h); y++)
      for (let x = Math.max(0, Math.ceil(x0)); x < Math.min(width, x0 + w); x++) {
        const [u, v] = [(2 * (x - x0)) / w - 1, (2 * (y - y0)) / h - 1];
        if (!isRound || u * u + v * v < 1) rgb.set(fill, (y * width + x) * 3);
      }
  }
  let state = Math.floor(random.between(1, 2 ** 31));
  for (let at = 0; at < rgb.length; at++) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    rgb[at] = Math.min(255, Math.max(0, rgb[at] + ((state >>> 28) - 7.5)));
  }
}
