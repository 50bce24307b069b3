import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { InputError } from '../errors';
import { buildNetwork } from '../models/registry';
import { fromStateDict } from '../models/weights/exchange';
import { readWeights } from '../models/weights/read';
import { recognise } from '../models/weights/recognise';
import { hasCheckpoint, saveCheckpoint } from './checkpoint';
import { machine } from './environment';
import { type Hyperparameters, hyperparameters, type Protocol, selectionSplit } from './hyperparameters';
import { lockFolder } from './lock';
import { type RunFolder, runFolder, writeSettings } from './run';

export interface ImportOptions {
  /** Names the run that is made. */
  readonly name: string;
  /** As `network=` takes it. @default the one whose parameters the weights have */
  readonly network?: string;
  /** Of the checkpoint that holds the weights. @default one of the usual, as `params` or `state_dict`, or else the top */
  readonly entry?: string;
  /** The data to measure it on. @default 'auto' */
  readonly dataset?: string;
  /** File or folder that holds the data. @default the data set's own place */
  readonly path?: string;
  /** How the weights were selected, where that is known. @default unknown */
  readonly protocol?: Protocol;
  /** Folder of the run instead of `outputs/NAME`. */
  readonly modelSaveDir?: string;
}

/** What an import made. */
export interface ImportResult {
  readonly folder: RunFolder;
  readonly options: Hyperparameters;
  /** The entry of the checkpoint that held the weights; empty for its top. */
  readonly entry: string;
}

/**
 * Makes a run of weights from elsewhere: a checkpoint of PyTorch or a safetensors file. It can be evaluated, explained
 * and exported, and be what another run starts from; it cannot be trained on by itself, since the optimizer's state is
 * not known, nor on what the weights were fitted.
 *
 * @throws {InputError} where the file is damaged, the weights are of no network or do not fit it, or the run exists
 */
export async function importRun(file: string, options: ImportOptions): Promise<ImportResult> {
  const { name, dataset, path, protocol, network } = options;
  hyperparameters({ name, dataset, path, protocol, network }); // what the user can mend, before the file is read
  const folder = runFolder(name, options.modelSaveDir);
  const { tensors, entry } = await readWeights(file, options.entry);
  const source = basename(file);
  const chosen = hyperparameters({
    name,
    dataset,
    path,
    protocol,
    network: network ?? recognise(tensors, source),
    epochs: 0,
  });
  const built = buildNetwork(chosen.network, chosen);
  const unlock = await lockFolder(folder.path, 'written');
  try {
    fromStateDict(built, tensors, source);
    if (hasCheckpoint(folder.checkpoints)) {
      throw new InputError('name', name, 'is a run already: choose another, or remove it');
    }
    writeSettings(folder, chosen, {
      imported: {
        file: source,
        sha256: createHash('sha256').update(readFileSync(file)).digest('hex'),
        entry,
        selected_on: protocol ? selectionSplit(protocol) : 'unknown',
      },
      data: { name: 'unknown', images: null, sha256: null },
      ...machine(),
    });
    const state = { history: [], step: 0, sums: { loss: 0, correct: 0 }, seconds: 0 };
    saveCheckpoint(folder.checkpoints, { weights: built.parameters, optimizer: [] }, state, ['best', 'last']);
    return { folder, options: chosen, entry };
  } finally {
    unlock();
    built.dispose();
  }
}
