import type { Views } from '../data/views';
import { honestUse } from '../photos/honest-use';
import { type ResultFormat, resultLines } from '../photos/result-lines';
import { counter } from '../terminal/counter';
import type { WhichWeights } from '../training/resolve-weights';
import { type RunFolder, readSettings } from '../training/run-folder';
import { loadFor } from './images';
import { photoCounts } from './photo-counts';
import { photoFigures } from './photo-figures';

export interface PredictPhotosOptions {
  /** Whether to find the faces. */
  readonly faces: boolean;
  /** Minimum score of a face. */
  readonly score: number;
  /** Whether to look for small faces. */
  readonly small: boolean;
  /** Frames of a video in each second. */
  readonly fps: number;
  readonly views: Views;
  readonly format: ResultFormat;
  /** Whether to draw the photos with their boxes, and the videos' probabilities over time. */
  readonly save: boolean;
  readonly epoch: WhichWeights;
  readonly signal: AbortSignal;
}

/**
 * Predicts photos and videos and prints a line for each face; errors go to stderr, a line each. Sets the exit status to 2
 * if one could not be read.
 */
export async function predictPhotos(folder: RunFolder, paths: readonly string[], options: PredictPhotosOptions) {
  const { faces, score, small, fps, views, format, save, epoch, signal } = options;
  const { openReader } = await import('../photos/open-reader');
  const { readPhotos } = await import('../photos/read-photos');
  const reader = await openReader(folder, {
    ...{ epoch, views, faces, signal },
    data: () => loadFor(readSettings(folder).options),
    onNotice: console.error,
    onProgress: counter,
  });
  const { classes } = reader.classifier;
  const lines = resultLines(format, paths, classes);
  const figures = save ? photoFigures(folder, classes) : undefined;
  const [reportPhotos, reportFrames] = [counter('photos'), counter('frames')];
  const counts = photoCounts();
  for (const line of lines.header) console.log(line);
  const what = { score, small, fps, keep: save, signal, onNotice: console.error };
  for await (const photo of readPhotos(reader, paths, what)) {
    counts.add(photo);
    if (photo.frame) reportFrames(photo.frame.index + 1, photo.frame.of);
    else reportPhotos(counts.files(), paths.length);
    if (photo.error) console.error(`error: ${photo.error.message}`);
    else for (const line of lines.of(photo)) console.log(line);
    await figures?.add(photo);
  }
  reportFrames(0, 0); // clears the line, since a video may be shorter than its file says
  await figures?.finish();
  console.error(counts.summary());
  for (const sentence of honestUse(folder)) console.error(sentence);
  if (counts.failed() > 0) process.exitCode = 2;
}
