import { setImmediate } from 'node:timers/promises';
import { InputError } from '../core/errors';
import type { DetectOptions } from './detector';
import { faceTracks } from './face-tracks';
import type { Picture } from './picture';
import { type FaceReader, type FoundFace, findFaces, type ReadFace } from './read-faces';
import { readPhoto } from './read-photo';
import { VIDEO_NAME, type VideoFrame, type VideoFramesOptions, videoFrames } from './video-frames';

/** Faces in one photo, or in one frame of a video. */
export interface ReadPhoto {
  readonly path: string;
  /** Of a frame: its place in the video. */
  readonly frame?: Omit<VideoFrame, 'picture'>;
  /** None if the photo could not be read. */
  readonly size?: Pick<Picture, 'width' | 'height'>;
  /** From left to right. */
  readonly faces: readonly ReadFace[];
  /** Why the photo, or the rest of the video, could not be read. */
  readonly error?: InputError;
  /** The picture itself, if `keep` of the options is set and it is a photo. */
  readonly picture?: Picture;
}

export interface ReadPhotosOptions extends DetectOptions, VideoFramesOptions {
  /** Whether results hold the photos' pictures. @default false */
  readonly keep?: boolean;
  /** Stops between two pictures by throwing the signal's reason. */
  readonly signal?: AbortSignal;
}

/**
 * Reads the faces of photos and videos, in the order of their paths. A path is a video if its name ends as one; it
 * yields a result for each frame. Faces of several pictures share a batch, and few pictures are in memory at any time.
 * The result of a file that cannot be read has an `error`.
 */
export async function* readPhotos(
  reader: FaceReader,
  paths: Iterable<string>,
  options: ReadPhotosOptions = {},
): AsyncGenerator<ReadPhoto> {
  const { keep = false, signal } = options;
  let waiting: Waiting[] = [];
  const classified = () => {
    const photos = classify(reader, waiting);
    waiting = [];
    return photos;
  };
  for (const path of paths) {
    signal?.throwIfAborted();
    const numbersOf = faceTracks();
    try {
      for await (const { picture, photo } of VIDEO_NAME.test(path) ? framesOf(path, options) : photoOf(path, keep)) {
        const found = findFaces(reader, picture, options);
        const boxes = found.map(({ box }) => box);
        waiting.push({ photo, found, numbers: photo.frame && numbersOf(boxes, photo.frame.time) });
        const faces = waiting.reduce((sum, each) => sum + each.found.length, 0);
        if (photo.picture || faces >= FACES_AT_ONCE || waiting.length >= PICTURES_AT_ONCE) yield* classified();
        await setImmediate(); // so that an interrupt is noticed
        signal?.throwIfAborted();
      }
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      waiting.push({ photo: { path, faces: [], error }, found: [] });
    }
  }
  yield* classified();
}

/** Number of faces that fills the classifier's batch. */
const FACES_AT_ONCE = 8;
/** Maximum number of pictures per batch, so that results keep coming if few pictures have faces. */
const PICTURES_AT_ONCE = 16;

/** A picture whose faces are found and not yet classified. */
interface Waiting {
  readonly photo: ReadPhoto;
  readonly found: readonly FoundFace[];
  /** The faces' numbers in a video. */
  readonly numbers?: readonly number[];
}

interface Source {
  readonly picture: Picture;
  /** Its result, still without faces. */
  readonly photo: ReadPhoto;
}

async function* photoOf(path: string, keep: boolean): AsyncGenerator<Source> {
  const picture = await readPhoto(path);
  yield { picture, photo: { path, size: sizeOf(picture), faces: [], ...(keep ? { picture } : {}) } };
}

async function* framesOf(path: string, options: VideoFramesOptions): AsyncGenerator<Source> {
  for await (const { picture, ...frame } of videoFrames(path, options))
    yield { picture, photo: { path, frame, size: sizeOf(picture), faces: [] } };
}

function sizeOf({ width, height }: Picture): ReadPhoto['size'] {
  return { width, height };
}

/** Classifies the faces of several pictures at once. */
function classify({ classifier, temperature }: FaceReader, waiting: readonly Waiting[]): ReadPhoto[] {
  const images = waiting.flatMap(({ found }) => found.map(({ image }) => image));
  const rows = classifier.classify(images, temperature)[Symbol.iterator]();
  return waiting.map(({ photo, found, numbers }) => ({
    ...photo,
    faces: found.map((face, i) => ({
      ...face,
      ...(numbers ? { number: numbers[i] } : {}),
      probabilities: rows.next().value!,
    })),
  }));
}
