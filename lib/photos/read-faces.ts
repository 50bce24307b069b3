import type { FaceClassifier } from './classifier';
import type { DetectOptions, FaceDetector } from './detector';
import { boxOf, type Frame, type Framing, frameOf, grayCrop } from './framing';
import type { Box, Picture } from './picture';

/** Everything that reads faces for one run. */
export interface FaceReader {
  readonly classifier: FaceClassifier;
  /** None if the pictures are faces already, cropped as the run's data. */
  readonly detector?: FaceDetector;
  readonly framing: Framing;
  readonly temperature: number;
}

/** A face and what the network says of it. */
export interface ReadFace {
  /** The upright square around the face, in pixels of the picture; it may reach beyond the picture. */
  readonly box: Box;
  /** By which the head was turned upright, radians. */
  readonly angle: number;
  /** The detector's score, 0 to 1: its confidence that this is a face; 1 without a detector. */
  readonly score: number;
  /** Gray values 0–255 as the network sees them, `[size, size]`. */
  readonly image: Uint8Array;
  /** The classes' probabilities, in the order of `classifier.classes`. */
  readonly probabilities: Float32Array;
  /** In a video: the number of the face, from 1, the same from frame to frame. */
  readonly number?: number;
}

/** The faces of a picture, from left to right. */
export function readFaces(reader: FaceReader, picture: Picture, options: DetectOptions = {}): ReadFace[] {
  const found = findFaces(reader, picture, options);
  const rows = reader.classifier.classify(
    found.map(({ image }) => image),
    reader.temperature,
  );
  return found.map((face, i) => ({ ...face, probabilities: rows[i] }));
}

/** A face that is not classified yet. */
export type FoundFace = Omit<ReadFace, 'probabilities' | 'number'>;

/** The faces of a picture, from left to right, before they are classified. */
export function findFaces(
  { classifier, detector, framing }: FaceReader,
  picture: Picture,
  options: DetectOptions,
): FoundFace[] {
  const crop = (frame: Frame) => grayCrop(picture, frame, classifier.size);
  if (detector === undefined) {
    const frame = wholeFrame(picture);
    return [{ box: boxOf(frame), angle: 0, score: 1, image: crop(frame) }];
  }
  const found = detector.detect(picture, options).map((detection) => {
    const frame = frameOf(detection, framing);
    return { box: boxOf(frame), angle: frame.angle, score: detection.score, image: crop(frame) };
  });
  return found.sort((a, b) => a.box.x - b.box.x);
}

/** The middle square of a picture that is a face already. */
function wholeFrame({ width, height }: Picture): Frame {
  return { x: width / 2, y: height / 2, side: Math.min(width, height), angle: 0 };
}
