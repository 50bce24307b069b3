import { join } from 'node:path';
import { InputError } from '../core/errors';
import { count, type Dataset, imagesAt } from '../data/dataset';
import { resized } from '../data/resize';
import { summary } from '../models/network-summary';
import { dataShapeOf } from '../training/data-shape';
import { buildRunNetwork } from '../training/own-kinds';
import { evaluationType } from '../training/precision';
import type { RunFolder, RunSettings } from '../training/run-folder';
import type { ClassifierFolder } from './classifiers/classifier-folder';
import type { ClassifierRecord } from './classifiers/classifier-record';
import { classifierSettings, memberFolders } from './classifiers/classifier-settings';
import { MODEL_FOLDER } from './classifiers/open-model';
import { loadModel } from './model-files/load-model';
import { predictWithFile } from './model-files/predict-with-file';
import { predict } from './predict';

/** Cost of a prediction. */
export interface Cost {
  /** Trained parameters. */
  readonly parameters: number;
  /** Multiply-adds for one view of one face; NaN if unknown, for example for models of other frameworks. */
  readonly multiplyAdds: number;
  /** Milliseconds for one view of one face on this machine, in a batch. */
  readonly milliseconds: number;
}

/** Costs that were measured before, by what decides them: runs of the same network cost the same. */
export type KnownCosts = Map<string, Cost>;

/** Faces that are predicted in one timing. */
const FACES = 320;
/** Timings, of which the median counts. */
const TIMINGS = 5;

/**
 * Measures what a prediction costs; of an ensemble, the sum over its members. Undefined if a network is not at hand:
 * for imported predictions, and for runs of a network that this process does not know.
 *
 * @param images to time the networks on; resized to those of a run's training
 * @param known costs of other classifiers on this machine; those of networks that are not among them are added
 */
export async function measureCost(
  folder: ClassifierFolder,
  images: Dataset,
  known: KnownCosts = new Map(),
  signal?: AbortSignal,
): Promise<Cost | undefined> {
  let sum: Cost = { parameters: 0, multiplyAdds: 0, milliseconds: 0 };
  for (const member of memberFolders(folder)) {
    const { run, record } = classifierSettings(member);
    const cost = run
      ? await costOfRun(member, run, images, known, signal)
      : await costOfModel(member, record, images, signal);
    if (!cost) return undefined;
    sum = {
      parameters: sum.parameters + cost.parameters,
      multiplyAdds: sum.multiplyAdds + cost.multiplyAdds,
      milliseconds: sum.milliseconds + cost.milliseconds,
    };
  }
  return sum;
}

async function costOfRun(
  folder: RunFolder,
  run: RunSettings,
  images: Dataset,
  known: KnownCosts,
  signal?: AbortSignal,
): Promise<Cost | undefined> {
  const network = networkOf(folder, run);
  if (!network) return undefined;
  try {
    const layers = summary(network);
    const total = layers.at(-1)!;
    const { size } = dataShapeOf(run);
    const options = { views: 'center', compute: evaluationType(run), signal } as const;
    const key = JSON.stringify([layers, network.inputShape, size, options.compute]);
    const before = known.get(key);
    if (before) return before;
    const fitting = size === images.size ? images : resized(images, size);
    const cost = {
      parameters: total.parameters,
      multiplyAdds: 1e6 * total.megaMultiplyAdds,
      milliseconds: await timed(fitting, (faces) => predict(network, faces, options)),
    };
    known.set(key, cost);
    return cost;
  } finally {
    network.dispose();
  }
}

async function costOfModel(
  folder: RunFolder,
  record: ClassifierRecord | undefined,
  images: Dataset,
  signal?: AbortSignal,
): Promise<Cost | undefined> {
  if (record?.kind !== 'model') return undefined;
  const { format, file, preprocess } = record;
  const model = await loadModel(format, join(folder.path, MODEL_FOLDER, file), preprocess);
  try {
    const { parameters } = model;
    const milliseconds = await timed(images, (faces) => predictWithFile(model, file, preprocess, faces, { signal }));
    return { parameters, multiplyAdds: Number.NaN, milliseconds };
  } finally {
    await model.dispose();
  }
}

/** The median time for one face. */
async function timed(images: Dataset, work: (faces: Dataset) => Promise<unknown>): Promise<number> {
  const faces = imagesAt(
    images,
    Array.from({ length: FACES }, (_, i) => i % count(images)),
  );
  const times: number[] = [];
  for (let i = 0; i <= TIMINGS; i++) {
    const start = performance.now();
    await work(faces);
    if (i > 0) times.push((performance.now() - start) / FACES); // the first one loads and compiles
  }
  return times.sort((a, b) => a - b)[Math.floor(TIMINGS / 2)];
}

function networkOf(folder: RunFolder, run: RunSettings) {
  try {
    return buildRunNetwork(folder, run);
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}
