import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FolderContent } from '../../lib/core/changes';
import type { Dataset } from '../../lib/data/dataset';
import { openCheckpoint } from '../../lib/evaluation/open-checkpoint';
import type { Network } from '../../lib/models/network';
import { fromStateDict } from '../../lib/models/weights/exchange';
import { decodeSafetensors } from '../../lib/models/weights/safetensors';
import { servingGraph } from '../../lib/models/weights/serving';
import type { NamedTensor } from '../../lib/models/weights/tensor';
import { encodeTfjs } from '../../lib/models/weights/tfjs/encode-tfjs';
import { saveCheckpoint } from '../../lib/training/checkpoint';
import { BEGINNING } from '../../lib/training/checkpoint-files';
import { buildRunNetwork } from '../../lib/training/own-kinds';
import { type RunFolder, readSettings } from '../../lib/training/run-folder';
import { train } from '../../lib/training/trainer';
import { byFormula } from '../models/weights/formula';
import { FACES_NETWORK, FACES_WEIGHTS } from './faces-network';
import { gain } from './reference.json';

/** A run of the narrow VGG with the weights of reference.py, and its network as the page loads it. */
export async function knownRun(scratch: string, data: Dataset): Promise<{ folder: RunFolder; files: FolderContent }> {
  const weights = (network: Network) => new Map(byFormula(network, gain).map((tensor) => [tensor.name, tensor]));
  const folder = await runWith('narrow_vgg', weights, scratch, data);
  const { network } = openCheckpoint(folder, { data });
  const files = encodeTfjs(servingGraph(network, data.size), { name: 'known' });
  network.dispose();
  return {
    folder,
    files: Object.fromEntries(Object.entries(files).map(([file, content]) => [`network/${file}`, content])),
  };
}

/** A run of a small network that was trained on drawn faces. */
export function facesRun(scratch: string, data: Dataset): Promise<RunFolder> {
  const weights = decodeSafetensors(readFileSync(FACES_WEIGHTS), FACES_WEIGHTS);
  return runWith(FACES_NETWORK, () => weights, scratch, data);
}

async function runWith(
  name: string,
  weights: (network: Network) => ReadonlyMap<string, NamedTensor>,
  scratch: string,
  data: Dataset,
): Promise<RunFolder> {
  const settings = { name, dataset: 'faces', network: name, n_epochs: 0 } as const;
  const { folder } = await train(settings, { data, model_save_dir: join(scratch, name) });
  const network = buildRunNetwork(folder, readSettings(folder));
  fromStateDict(network, weights(network), name);
  saveCheckpoint(folder.checkpoints, { weights: network.parameters, optimizer: [] }, BEGINNING, ['best', 'last']);
  network.dispose();
  return folder;
}
