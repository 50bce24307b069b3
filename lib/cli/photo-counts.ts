import { counted } from '../core/counted';
import type { ReadPhoto } from '../photos/read-photos';
import { VIDEO_NAME } from '../photos/video-frames';

/** Counts what was read. */
export interface PhotoCounts {
  add(photo: ReadPhoto): void;
  /** Photos and videos so far. */
  files(): number;
  /** Files that could not be read. */
  failed(): number;
  /** For example `12 photos, 50 frames of 1 video: 15 faces, no face in 2, 1 could not be read`. */
  summary(): string;
}

export function photoCounts(): PhotoCounts {
  const videos = new Set<string>();
  let [photos, frames, faces, none, failed] = [0, 0, 0, 0, 0];
  return {
    add(photo) {
      faces += photo.faces.length;
      if (VIDEO_NAME.test(photo.path)) videos.add(photo.path);
      else photos++;
      if (photo.frame) frames++;
      if (photo.error) failed++;
      else if (photo.faces.length === 0) none++;
    },
    files: () => photos + videos.size,
    failed: () => failed,
    summary() {
      const what = [
        ...(photos > 0 ? [counted(photos, 'photo')] : []),
        ...(videos.size > 0 ? [`${counted(frames, 'frame')} of ${counted(videos.size, 'video')}`] : []),
      ];
      const found = [
        counted(faces, 'face'),
        ...(none > 0 ? [`no face in ${none.toLocaleString('en')}`] : []),
        ...(failed > 0 ? [`${failed.toLocaleString('en')} could not be read`] : []),
      ];
      return `${what.join(', ')}: ${found.join(', ')}`;
    },
  };
}
