import { type Box, overlap } from './picture';

/** Least overlap of a face's boxes in two frames. */
const SAME = 0.3;
/** Seconds after which a face that was not found is another one. */
const LOST = 1;

interface Track {
  readonly number: number;
  box: Box;
  seen: number;
}

/**
 * Numbers the faces of a video from 1, so that a face keeps its number from frame to frame: boxes that overlap most are
 * one face. A face that is not found for a second, or jumps away from its place, has a new number.
 *
 * @returns the numbers of a frame's faces; takes the frames in order, with their seconds
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
