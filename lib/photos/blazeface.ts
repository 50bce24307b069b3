// No imports of values from outside this folder: the demo's page runs this file too.
import { type Box, overlap, type Picture, resized } from './picture';

/** Width and height of the detector's input, in pixels. */
export const INPUT = 256;
/** Number of anchors: positions for which the detector outputs a score and a box. */
export const ANCHORS = 896;
/** Numbers of an anchor: the box's centre and size, and six points. */
export const VALUES = 16;

/** x and y in pixels of the picture. */
export type Point = readonly [number, number];

/** A face that the detector found. */
export interface Detection {
  /** Confidence of the detector, 0 to 1. */
  readonly score: number;
  /** From the brows to the chin, square. */
  readonly box: Box;
  /** The eye on the picture's left, then that on its right. */
  readonly eyes: readonly [Point, Point];
  /** Tip. */
  readonly nose: Point;
  /** Middle. */
  readonly mouth: Point;
}

/** The detector's outputs for one picture, as the graph model names them. */
export interface RawDetections {
  /** Logits of the anchors, `[896]`. */
  readonly scores: ArrayLike<number>;
  /** Offsets from the anchors in pixels of the input, `[896, 16]`. */
  readonly boxes: ArrayLike<number>;
}

/** Minimum score of a face. At 0.4 no background of the drawn scenes is a face, and 99 % of the faces are found. */
export const MIN_SCORE = 0.4;
/** Boxes that overlap more than this are one face. */
const SAME = 0.3;

/**
 * The part of a picture as the detector's input: resized to fit, black below or to the right, −1 to 1.
 * @returns `[256, 256, 3]`
 */
export function detectorInput(picture: Picture, part: Box): Float32Array {
  const { width, height } = part;
  const scale = INPUT / Math.max(width, height);
  const fit = (length: number) => Math.max(1, Math.round(length * scale));
  const small = resized(picture, fit(width), fit(height), part);
  const input = new Float32Array(INPUT * INPUT * 3).fill(-1);
  for (let y = 0; y < small.height; y++)
    for (let x = 0, from = y * small.width * 3, to = y * INPUT * 3; x < small.width * 3; x++)
      input[to++] = small.rgb[from++] / 127.5 - 1;
  return input;
}

/**
 * The faces in the detector's outputs, by falling score: overlapping boxes are averaged with their scores as weights
 * (Bazarevsky et al., 'BlazeFace: Sub-millisecond Neural Face Detection on Mobile GPUs', 2019).
 *
 * @param part of the picture that was the input
 */
export function facesIn({ scores, boxes }: RawDetections, part: Box, score = MIN_SCORE): Detection[] {
  const scale = Math.max(part.width, part.height) / INPUT;
  const candidates: Candidate[] = [];
  const lowest = Math.log(score / (1 - score));
  for (let i = 0; i < ANCHORS; i++) {
    if (!(scores[i] > lowest)) continue;
    const [ax, ay] = anchor(i);
    const at = (k: number) => boxes[i * VALUES + k];
    const values = [part.x + (ax + at(0)) * scale, part.y + (ay + at(1)) * scale, at(2) * scale, at(3) * scale];
    for (let k = 4; k < VALUES; k += 2) values.push(part.x + (ax + at(k)) * scale, part.y + (ay + at(k + 1)) * scale);
    candidates.push({ score: 1 / (1 + Math.exp(-scores[i])), values });
  }
  candidates.sort((a, b) => b.score - a.score);
  const faces: Detection[] = [];
  while (candidates.length > 0) {
    const best = boxOf(candidates[0].values);
    const same = candidates.filter(({ values }) => overlap(boxOf(values), best) > SAME);
    faces.push(blended(same));
    const rest = candidates.filter((candidate) => !same.includes(candidate) && candidate !== candidates[0]);
    candidates.splice(0, candidates.length, ...rest);
  }
  return faces;
}

/** Leaves out detections that overlap one with a higher score: faces that two parts of a picture show. */
export function distinct(detections: readonly Detection[]): Detection[] {
  const kept: Detection[] = [];
  for (const detection of [...detections].sort((a, b) => b.score - a.score))
    if (kept.every(({ box }) => overlap(box, detection.box) <= SAME)) kept.push(detection);
  return kept;
}

interface Candidate {
  readonly score: number;
  /** Centre, size and six points, in pixels of the picture. */
  readonly values: readonly number[];
}

/** Two anchors at each of 16 × 16 places, then six at each of 8 × 8. */
function anchor(i: number): Point {
  const [place, side] = i < 512 ? [i >> 1, 16] : [Math.floor((i - 512) / 6), 8];
  const stride = INPUT / side;
  return [((place % side) + 0.5) * stride, (Math.floor(place / side) + 0.5) * stride];
}

function blended(same: readonly Candidate[]): Detection {
  const total = same.reduce((sum, { score }) => sum + score, 0);
  const values = same[0].values.map((_, k) => same.reduce((sum, c) => sum + c.score * c.values[k], 0) / total);
  const point = (k: number): Point => [values[4 + 2 * k], values[5 + 2 * k]];
  return { score: same[0].score, box: boxOf(values), eyes: [point(0), point(1)], nose: point(2), mouth: point(3) };
}

function boxOf([x, y, width, height]: readonly number[]): Box {
  return { x: x - width / 2, y: y - height / 2, width, height };
}
