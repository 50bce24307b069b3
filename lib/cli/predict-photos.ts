import { join, parse, relative } from 'node:path';
import { printable } from '../core/excerpt';
import type { Views } from '../data/views';
import { honestUse } from '../photos/honest-use';
import type { ReadPhoto } from '../photos/read-faces';
import { type ResultFormat, resultLines } from '../photos/result-lines';
import { counter } from '../terminal/counter';
import type { WhichWeights } from '../training/resolve-weights';
import { type RunFolder, readSettings } from '../training/run-folder';
import { loadFor } from './images';
import { saveResults } from './save';

export interface PredictPhotosOptions {
  /** Whether to find the faces. */
  readonly faces: boolean;
  /** Lowest score of a face. */
  readonly score: number;
  /** Whether to look for small faces. */
  readonly small: boolean;
  readonly views: Views;
  readonly format: ResultFormat;
  /** Whether to draw the photos with their boxes. */
  readonly save: boolean;
  readonly checkpoint: WhichWeights;
  readonly signal: AbortSignal;
}

/**
 * Predicts photos and prints a line for each face; errors go to stderr, a line each. Sets the exit status to 2 if a
 * photo could not be read.
 */
export async function predictPhotos(folder: RunFolder, paths: readonly string[], options: PredictPhotosOptions) {
  const { faces, score: minScore, small, views, format, save, checkpoint, signal } = options;
  const { openReader } = await import('../photos/open-reader');
  const { readPhotos } = await import('../photos/read-faces');
  const reader = await openReader(folder, {
    ...{ checkpoint, views, faces, signal },
    data: () => loadFor(readSettings(folder).options),
    onNotice: console.error,
    onProgress: counter,
  });
  const { classes } = reader.classifier;
  const lines = resultLines(format, paths, classes);
  const names = uniqueNames();
  const report = counter('photos');
  const counts = { photos: 0, faces: 0, none: 0, failed: 0 };
  for (const line of lines.header) console.log(line);
  for await (const photo of readPhotos(reader, paths, { minScore, small, keep: save, signal })) {
    count(counts, photo);
    report(counts.photos, paths.length);
    if (photo.error) console.error(`error: ${photo.error.message}`);
    else for (const line of lines.of(photo)) console.log(line);
    if (photo.picture) await draw(folder, photo, classes, names(photo.path));
  }
  if (save) console.error(`written to ${relative(process.cwd(), join(folder.path, 'photos'))}`);
  console.error(summary(counts));
  for (const sentence of honestUse(folder)) console.error(sentence);
  if (counts.failed > 0) process.exitCode = 2;
}

async function draw(folder: RunFolder, { picture, faces }: ReadPhoto, classes: readonly string[], name: string) {
  const { faceBoxes } = await import('../figures/face-boxes');
  const figures = { [name]: faceBoxes(picture!, faces, classes) };
  await saveResults({ figures }, { folder: join(folder.path, 'photos'), formats: ['png'] });
}

interface Counts {
  photos: number;
  faces: number;
  none: number;
  failed: number;
}

function count(counts: Counts, { faces, error }: ReadPhoto): void {
  counts.photos++;
  counts.faces += faces.length;
  if (error) counts.failed++;
  else if (faces.length === 0) counts.none++;
}

/** Summary, such as `12 photos: 15 faces, no face in 2, 1 could not be read`. */
function summary({ photos, faces, none, failed }: Counts): string {
  const parts = [
    `${faces.toLocaleString('en')} face${faces === 1 ? '' : 's'}`,
    ...(none > 0 ? [`no face in ${none.toLocaleString('en')}`] : []),
    ...(failed > 0 ? [`${failed.toLocaleString('en')} could not be read`] : []),
  ];
  return `${photos.toLocaleString('en')} photo${photos === 1 ? '' : 's'}: ${parts.join(', ')}`;
}

/** Names of the drawn photos: a photo's own, with a number if another folder has one of that name. */
function uniqueNames(): (path: string) => string {
  const taken = new Map<string, number>();
  return (path) => {
    const name = printable(parse(path).name).replaceAll(/[/\\]/g, '_');
    const times = (taken.get(name) ?? 0) + 1;
    taken.set(name, times);
    return times === 1 ? name : `${name}-${times}`;
  };
}
