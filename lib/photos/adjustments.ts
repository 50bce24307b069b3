import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { InputError } from '../core/errors';
import { writeWhole } from '../core/files';
import { count, type Dataset, imagesAt, indicesOf, type Split, select } from '../data/dataset';
import type { Views } from '../data/views';
import { imagesOf } from '../evaluation/same-images';
import { fitTemperature } from '../evaluation/temperature';
import type { RestoredWeights } from '../training/checkpoint';
import { fittedSplits } from '../training/protocol';
import { type RunFolder, readSettings, selectionOf } from '../training/run-folder';
import type { FaceClassifier } from './classifier';
import type { FaceDetector } from './detector';
import { FER2013_FRAMING, type Framing } from './framing';
import { type MeasuredFraming, measureFraming } from './measure-framing';

/** Content of a run's `photos.json`: calibration and framing for faces in photos. */
export interface Adjustments {
  /** The weights that the temperatures belong to. */
  readonly weights: { readonly epoch: number; readonly step: number };
  /** How the run's data frames its faces. */
  readonly framing: Framing | MeasuredFraming;
  /** By {@link Views}: the temperature, and the split on which it was fitted. */
  readonly temperatures: Readonly<Partial<Record<Views, Temperature>>>;
}

export interface Temperature {
  /** Divisor of the logits before the softmax. */
  readonly temperature: number;
  readonly split: Split;
  /** Images of the split. */
  readonly n: number;
}

export interface AdjustOptions {
  /** Loads the run's data, if it is needed. */
  readonly data: () => Promise<Dataset>;
  readonly detector: FaceDetector;
  readonly signal?: AbortSignal;
  /** Receives notices, a line each. */
  readonly onNotice?: (line: string) => void;
  /** Creates a progress listener for one part of the work; the noun describes the counted images. */
  readonly onProgress?: (noun: string) => (done: number, of: number) => void;
}

/** Images of the training split that the framing is measured on. */
const FRAMED = 200;
/** Images between two checks of the signal. */
const CHUNK = 64;

/**
 * The temperature and the framing with which a run reads faces in photos. They are measured on the run's data the first
 * time (the temperature on the selection split, the framing on the first 200 training images), and kept in the run's
 * `photos.json`. Without the data, the temperature is 1 and the framing is FER2013's, with a notice.
 */
export async function adjustmentsFor(
  folder: RunFolder,
  classifier: FaceClassifier,
  options: AdjustOptions,
): Promise<{ readonly framing: Framing; readonly temperature: number }> {
  const { views, weights } = classifier;
  const stored = readAdjustments(folder);
  const temperatures = stored && isDeepStrictEqual(stored.weights, placeOf(weights)) ? stored.temperatures : {};
  const known = temperatures[views];
  if (stored && known) return { framing: stored.framing, temperature: known.temperature };
  const data = await dataOf(folder, options);
  if (data === undefined) return { framing: stored?.framing ?? FER2013_FRAMING, temperature: 1 };
  const framing = stored?.framing ?? (await framingOf(data, classifier.size, options));
  const fitted = await temperatureOf(folder, data, classifier, options);
  if (fitted === undefined) return { framing, temperature: 1 };
  const adjustments: Adjustments = {
    weights: placeOf(weights),
    framing,
    temperatures: { ...temperatures, [views]: fitted },
  };
  writeWhole(fileOf(folder), `${JSON.stringify(adjustments, null, 2)}\n`);
  return { framing, temperature: fitted.temperature };
}

/** Content of a run's `photos.json`; undefined if there is none. */
export function readAdjustments(folder: RunFolder): Adjustments | undefined {
  const file = fileOf(folder);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

function placeOf({ epoch, step }: RestoredWeights): Adjustments['weights'] {
  return { epoch, step };
}

/** The images that the run was trained on; undefined, with a notice, if they are not available. */
async function dataOf(folder: RunFolder, { data, onNotice }: AdjustOptions): Promise<Dataset | undefined> {
  try {
    return imagesOf(readSettings(folder), await data());
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    onNotice?.(`probabilities are not calibrated, and faces are framed as in FER2013: ${error.message}`);
    return undefined;
  }
}

async function framingOf(data: Dataset, size: number, options: AdjustOptions): Promise<Framing> {
  const { detector, signal, onProgress, onNotice } = options;
  const some = imagesAt(data, indicesOf(data, 'Training').subarray(0, FRAMED));
  const measured = await measureFraming(detector, some, size, {
    signal,
    onProgress: onProgress?.('images framed'),
  });
  if (measured === undefined) onNotice?.(`faces are framed as in FER2013: too few are found in ${data.name}`);
  return measured ?? FER2013_FRAMING;
}

async function temperatureOf(
  folder: RunFolder,
  data: Dataset,
  classifier: FaceClassifier,
  { signal, onProgress, onNotice }: AdjustOptions,
): Promise<Temperature | undefined> {
  const settings = readSettings(folder);
  const split = selectionOf(settings);
  const images = split === 'unknown' ? undefined : select(data, split);
  if (split === 'unknown' || images === undefined || count(images) === 0) {
    onNotice?.('probabilities are not calibrated: no split is known that selected the weights');
    return undefined;
  }
  if (fittedSplits(settings.options).includes(split))
    onNotice?.(`probabilities may be too high: the network was fitted to ${split}, on which they are calibrated`);
  const [n, pixels] = [count(images), classifier.size ** 2];
  const probabilities = new Float32Array(n * classifier.classes.length);
  const report = onProgress?.('images to calibrate');
  for (let start = 0; start < n; start += CHUNK) {
    signal?.throwIfAborted();
    const end = Math.min(start + CHUNK, n);
    const faces = Array.from({ length: end - start }, (_, i) =>
      images.images.subarray((start + i) * pixels, (start + i + 1) * pixels),
    );
    for (const [i, row] of classifier.classify(faces).entries()) probabilities.set(row, (start + i) * row.length);
    report?.(end, n);
    await setImmediate(); // so that an interrupt is noticed
  }
  return {
    temperature: fitTemperature({ classes: classifier.classes, labels: images.labels, probabilities }),
    split,
    n,
  };
}

function fileOf(folder: RunFolder): string {
  return join(folder.path, 'photos.json');
}
