import { join } from 'node:path';
import type { FolderContent } from '../../lib/core/changes';
import type { Dataset } from '../../lib/data/dataset';
import { fromStateDict } from '../../lib/models/weights/exchange';
import { servingGraph } from '../../lib/models/weights/serving';
import { encodeTfjs } from '../../lib/models/weights/tfjs/encode-tfjs';
import { saveCheckpoint } from '../../lib/training/checkpoint';
import { BEGINNING } from '../../lib/training/checkpoint-files';
import { buildRunNetwork } from '../../lib/training/own-kinds';
import { type RunFolder, readSettings } from '../../lib/training/run-folder';
import { train } from '../../lib/training/trainer';
import { byFormula } from '../models/weights/formula';
import { gain } from './reference.json';

/** A run of the narrow VGG with the weights of reference.py, and its network as the page loads it. */
export async function knownRun(scratch: string, data: Dataset): Promise<{ folder: RunFolder; files: FolderContent }> {
  const settings = { name: 'known', dataset: 'faces', network: 'narrow_vgg', n_epochs: 0 } as const;
  const { folder } = await train(settings, { data, model_save_dir: join(scratch, 'known') });
  const network = buildRunNetwork(folder, readSettings(folder));
  const tensors = new Map(byFormula(network, gain).map((tensor) => [tensor.name, tensor]));
  fromStateDict(network, tensors, 'formula');
  saveCheckpoint(folder.checkpoints, { weights: network.parameters, optimizer: [] }, BEGINNING, ['best', 'last']);
  const files = encodeTfjs(servingGraph(network, data.size), { name: 'known' });
  network.dispose();
  return {
    folder,
    files: Object.fromEntries(Object.entries(files).map(([file, content]) => [`network/${file}`, content])),
  };
}
