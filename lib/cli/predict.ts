/** `npm run predict -- photo.jpg name=my_vgg`: finds the faces in photos and videos and predicts the class of each. */
import { relative, resolve } from 'node:path';
import { documented } from '../core/help';
import { choice, flag, type Key, number } from '../core/keys';
import { VIEWS } from '../data/views';
import { photoPaths } from '../photos/paths';
import { FORMATS } from '../photos/result-lines';
import { requireRunNetwork } from '../training/own-kinds';
import { readSettings, runFolder } from '../training/run-folder';
import { command } from './command';
import { predictPhotos } from './predict-photos';
import { RUN_KEYS, WEIGHTS_KEYS } from './run-keys';

/** Paths, separated by a character that no path contains. */
const photos: Key<readonly string[]> = {
  default: undefined,
  values: () => 'photos, videos, or folders of photos',
  check: () => undefined,
  parse: (given) => given.split(SEPARATOR),
};
const SEPARATOR = '\0';

const KEYS = documented(__filename, {
  /** Photos, videos, or folders whose photos are searched, with their subfolders. */
  photos,
  ...RUN_KEYS,
  ...WEIGHTS_KEYS,
  /** Whether to find the faces; no uses the middle square of each picture as a face. */
  faces: flag(true),
  /** Minimum score of a face. */
  score: number(0.4, 'in (0, 1)', (x) => x > 0 && x < 1),
  /**
   * Whether to search the quarters of each photo too, for faces narrower than an eighth of it; four times slower.
   */
  small: flag(false),
  /** Frames of a video that are read in each of its seconds; no more than it has. */
  fps: number(5, 'in (0, 240]', (x) => x > 0 && x <= 240),
  /** Views of each face whose logits are averaged: the center crop, that and its mirror image, or ten crops. */
  views: choice(VIEWS, 'center'),
  /** Form of the results. */
  format: choice(FORMATS, 'table'),
  /** Whether to draw into outputs/NAME/photos/: each photo with its boxes, and for each video the probabilities over time. */
  save: flag(false),
});

const usage = {
  name: 'predict',
  summary: 'Finds the faces in photos and videos and predicts the class of each, with calibrated probabilities.',
  keys: KEYS,
  bare: 'photos',
  several: true,
  separator: SEPARATOR,
  examples: [
    'photo.jpg name=my_vgg',
    'holiday/ name=my_vgg format=csv > faces.csv',
    'clip.mp4 name=my_vgg fps=10 save=yes',
    'crops/ name=my_vgg faces=no',
  ],
};

command(usage, async ({ values }, signal) => {
  const folder = runFolder(values.name, values.model_save_dir);
  requireRunNetwork(folder, readSettings(folder));
  const { paths, leftOut } = photoPaths(values.photos.map((path) => resolve(path)));
  if (leftOut > 0) console.error(`left out: ${leftOut.toLocaleString('en')} other files in the folders`);
  const shown = paths.map((path) =>
    relative(process.cwd(), path).startsWith('..') ? path : relative(process.cwd(), path),
  );
  await predictPhotos(folder, shown, { ...values, signal });
});
