import { setImmediate } from 'node:timers/promises';
import { InputError } from '../core/errors';
import type { FaceClassifier } from './classifier';
import type { DetectOptions, FaceDetector } from './detector';
import { boxOf, type Frame, type Framing, frameOf, grayCrop } from './framing';
import type { Box, Picture } from './picture';
import { readPhoto } from './read-photo';

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
  /** How sure the detector is that it is a face, 0 to 1; 1 without a detector. */
  readonly score: number;
  /** Gray values 0–255 as the network sees them, `[size, size]`. */
  readonly image: Uint8Array;
  /** The classes' probabilities, in the order of `classifier.classes`. */
  readonly probabilities: Float32Array;
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

/** Faces in one photo. */
export interface ReadPhoto {
  readonly path: string;
  /** None if the photo could not be read. */
  readonly size?: Pick<Picture, 'width' | 'height'>;
  readonly faces: readonly ReadFace[];
  /** Why the photo could not be read. */
  readonly error?: InputError;
  /** The picture itself, if `keep` of the options is set. */
  readonly picture?: Picture;
}

export interface ReadPhotosOptions extends DetectOptions {
  /** Whether results hold the pictures. @default false */
  readonly keep?: boolean;
  /** Stops between two photos by throwing the signal's reason. */
  readonly signal?: AbortSignal;
}

/**
 * Reads the faces of photos, in the order of their paths. Faces of several photos go through the network at once; few
 * photos are in memory at any time. A photo that cannot be read has an `error`.
 */
export async function* readPhotos(
  reader: FaceReader,
  paths: Iterable<string>,
  { keep = false, signal, ...options }: ReadPhotosOptions = {},
): AsyncGenerator<ReadPhoto> {
  let waiting: { photo: ReadPhoto; found: FoundFace[] }[] = [];
  const classified = () => {
    const images = waiting.flatMap(({ found }) => found.map(({ image }) => image));
    const rows = reader.classifier.classify(images, reader.temperature)[Symbol.iterator]();
    const photos = waiting.map(({ photo, found }) => ({
      ...photo,
      faces: found.map((face) => ({ ...face, probabilities: rows.next().value! })),
    }));
    waiting = [];
    return photos;
  };
  for (const path of paths) {
    signal?.throwIfAborted();
    try {
      const picture = await readPhoto(path);
      const { width, height } = picture;
      const photo = { path, size: { width, height }, faces: [], ...(keep ? { picture } : {}) };
      waiting.push({ photo, found: findFaces(reader, picture, options) });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      waiting.push({ photo: { path, faces: [], error }, found: [] });
    }
    const faces = waiting.reduce((sum, { found }) => sum + found.length, 0);
    if (keep || faces >= FACES_AT_ONCE || waiting.length >= PHOTOS_AT_ONCE) yield* classified();
    await setImmediate(); // lets an interrupt in
  }
  yield* classified();
}

/** Faces that fill the classifier's batch. */
const FACES_AT_ONCE = 8;
/** Most photos that wait for it, so that results keep coming where there are few faces. */
const PHOTOS_AT_ONCE = 16;

type FoundFace = Omit<ReadFace, 'probabilities'>;

function findFaces(
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
