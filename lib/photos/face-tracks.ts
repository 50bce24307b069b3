import { type Box, overlap } from './picture';

/** Minimum overlap (intersection over union) of a face's boxes in two frames. */
const SAME = 0.3;
/** Seconds without detection after which a face gets a new number. */
const LOST = 1;

interface Track {
  readonly number: number;
  box: Box;
  seen: number;
}

/**
 * Numbers the faces of a video from 1, so that a face keeps its number from frame to frame: boxes that overlap most are
 * one face. A face that is not found for a second, or jumps away from its place, gets a new number.
 *
 * @returns a function of the boxes in a frame and the frame's time in seconds, which returns the number of each face.
 *   Call it for the frames in order
 */
export function faceTracks(): (boxes: readonly Box[], time: number) => number[] {
  let tracks: Track[] = [];
  let count = 0;
  return (boxes, time) => {
    tracks = tracks.filter(({ seen }) => time - seen <= LOST);
    const pairs = boxes.flatMap((box, i) => tracks.map((track) => ({ i, track, shared: overlap(box, track.box) })));
    const found = new Map<number, Track>();
    for (const { i, track, shared } of pairs.sort((a, b) => b.shared - a.shared))
      if (shared > SAME && !found.has(i) && ![...found.values()].includes(track)) found.set(i, track);
    return boxes.map((box, i) => {
      const track = found.get(i) ?? { number: ++count, box, seen: time };
      if (!found.has(i)) tracks.push(track);
      [track.box, track.seen] = [box, time];
      return track.number;
    });
  };
}
