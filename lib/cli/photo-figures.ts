import { join, parse, relative } from 'node:path';
import { InputError } from '../core/errors';
import { printable } from '../core/excerpt';
import { closeBrowser } from '../figures/browser';
import { classTimeline, type TimedFaces } from '../figures/class-timeline';
import { faceBoxes } from '../figures/face-boxes';
import { type Results, type SaveAllOptions, saveAll } from '../figures/save-all';
import type { ReadPhoto } from '../photos/read-photos';
import type { RunFolder } from '../training/run-folder';

/** Draws photos and videos into a run's `photos/`. */
export interface PhotoFigures {
  /** Draws a photo that was kept, and notes the faces of a frame. */
  add(photo: ReadPhoto): Promise<void>;
  /** Draws the videos. */
  finish(): Promise<void>;
}

/** @param classes in the order of the probabilities */
export function photoFigures({ path }: RunFolder, classes: readonly string[]): PhotoFigures {
  const folder = join(path, 'photos');
  const nameOf = uniqueNames();
  const videos = new Map<string, TimedFaces[]>();
  let canDraw = true;
  const draw = async (figures: Results['figures'], formats: SaveAllOptions['formats']) => {
    if (!canDraw) return;
    try {
      await saveAll({ figures }, { folder, formats });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      canDraw = false;
      console.error(`no figures: ${error.message}`);
    }
  };
  return {
    async add(photo) {
      const { picture, faces } = photo;
      if (photo.frame) timed(videos, photo);
      if (picture) await draw({ [nameOf(photo.path)]: faceBoxes(picture, faces, classes) }, ['png']);
    },
    async finish() {
      for (const [video, frames] of videos)
        await draw({ [nameOf(video)]: classTimeline(frames, classes) }, ['png', 'svg']);
      await closeBrowser();
      if (canDraw) console.error(`written to ${relative(process.cwd(), folder)}`);
    },
  };
}

/** Keeps a frame's time and probabilities, which take little memory. */
function timed(videos: Map<string, TimedFaces[]>, { path, frame, faces }: ReadPhoto): void {
  const frames = videos.get(path) ?? [];
  const kept = faces.map(({ number, probabilities }) => ({ number, probabilities }));
  frames.push({ frame, faces: kept });
  videos.set(path, frames);
}

/** Names of figures: a photo's or a video's own, with a number if another has that name. */
function uniqueNames(): (path: string) => string {
  const taken = new Map<string, number>();
  return (path) => {
    const name = printable(parse(path).name).replaceAll(/[/\\]/g, '_');
    const times = (taken.get(name) ?? 0) + 1;
    taken.set(name, times);
    return times === 1 ? name : `${name}-${times}`;
  };
}
