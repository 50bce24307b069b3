import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { InputError } from '../core/errors';
import { lockFolder } from '../core/lock';
import { EMOTIONS, SIZE } from '../data/dataset';
import { sourceOf } from '../data/load-dataset';
import type { Network } from '../models/network';
import { builtBy, networks } from '../models/registry';
import { fromStateDict } from '../models/weights/exchange';
import type { Weights } from '../models/weights/read-weights';
import { recognise } from '../models/weights/recognise-network';
import { hasCheckpoint, saveCheckpoint } from './checkpoint';
import { BEGINNING } from './checkpoint-files';
import { type DataShape, networkOptions } from './data-shape';
import { networkContent } from './described-network';
import { type Hyperparameters, hyperparameters, type Protocol } from './hyperparameters';
import { ownKinds } from './own-kinds';
import { selectionSplit } from './protocol';
import { type RunFolder, runFolder, settingsContent } from './run-folder';
import { machine } from './versions';

export interface ImportOptions {
  /** Name of the new run. */
  readonly name: string;
  /** A value of `network=`. @default the network whose parameters match the weights */
  readonly network?: string;
  /** Names of the classes in the order of the logits. @default FER2013's */
  readonly classes?: readonly string[];
  /** Width of the images that it was trained on, in pixels. @default FER2013's 48 */
  readonly size?: number;
  /** Width of the network's input, in pixels. @default five sixths of the images' */
  readonly input_size?: number;
  /** The data set to evaluate on. @default 'auto' */
  readonly dataset?: string;
  /** File or folder with the data. @default the data set's folder */
  readonly path?: string;
  /** The protocol by which the weights were selected, if known. @default unknown */
  readonly protocol?: Protocol;
  /** Folder of the run instead of `outputs/NAME`. */
  readonly model_save_dir?: string;
}

/** The result of an import. */
export interface ImportResult {
  readonly folder: RunFolder;
  readonly options: Hyperparameters;
}

/**
 * Makes a run of weights from `readWeights`. It can be evaluated, explained, exported and fine-tuned; it cannot be
 * resumed, since the optimizer's state and the data are unknown.
 *
 * @throws {InputError} if the weights match no network, or the run exists
 */
export async function importRun(weights: Weights, options: ImportOptions): Promise<ImportResult> {
  const { name, dataset, path, protocol, network, classes = EMOTIONS, size = SIZE, input_size = 0 } = options;
  const shape: DataShape = { classes, size };
  const { tensors, entry } = weights;
  const folder = runFolder(name, options.model_save_dir);
  const source = basename(weights.path);
  const chosen = hyperparameters({
    name,
    dataset,
    path,
    protocol,
    input_size,
    image_size: size === SIZE ? 0 : size,
    classes: variantOf(dataset, classes),
    network: network ?? recognise(tensors, networkOptions({ drop: 0, seed: 0, input_size }, shape), source),
    n_epochs: 0,
  });
  const unlock = await lockFolder(folder.path, 'written');
  let built: Network | undefined;
  try {
    const build = networks.get(chosen.network);
    built = builtBy(build, networkOptions(chosen, shape));
    fromStateDict(built, tensors, source);
    if (hasCheckpoint(folder.checkpoints)) {
      throw new InputError('name', name, 'is already a run: choose another name, or remove it');
    }
    const { sources, network: described } = ownKinds(chosen, build, shape);
    const settings = settingsContent(chosen, {
      imported: {
        file: source,
        sha256: createHash('sha256').update(readFileSync(weights.path)).digest('hex'),
        entry,
        selected_on: protocol ? selectionSplit(protocol) : 'unknown',
      },
      data: { name: 'unknown', ...shape, images: null, sha256: null },
      ...machine(),
      ...(Object.keys(sources).length > 0 ? { sources } : {}),
    });
    const files = { ...settings, ...networkContent(described) };
    const savable = { weights: built.parameters, optimizer: [] };
    saveCheckpoint(folder.checkpoints, savable, BEGINNING, ['best', 'last'], files);
    return { folder, options: chosen };
  } finally {
    unlock();
    built?.dispose();
  }
}

/** The number of classes to load a data set with, if it has variants; 0 otherwise. */
function variantOf(dataset = 'auto', { length }: readonly string[]): number {
  return sourceOf(dataset)?.variants?.includes(length) ? length : 0;
}
