// node --require ./scripts/system/register-typescript.cjs test/demo/faces-weights.ts: trains the network of
// faces-network.ts, and writes its weights in float16. Five minutes on two cores.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeWhole } from '../../lib/core/files';
import { drawFaces } from '../../lib/data/faces';
import { openCheckpoint } from '../../lib/evaluation/open-checkpoint';
import { toStateDict } from '../../lib/models/weights/exchange';
import { encodeSafetensors } from '../../lib/models/weights/safetensors';
import type { EpochRecord } from '../../lib/training/history';
import { train } from '../../lib/training/trainer';
import { FACES_NETWORK, FACES_WEIGHTS } from './faces-network';

const SETTINGS = { name: 'faces', dataset: 'faces', network: FACES_NETWORK, optimizer: 'muon', lr: 0.005 } as const;

async function main(): Promise<void> {
  const data = drawFaces({ training: 14_000, publicTest: 700, privateTest: 700, seed: 2 });
  const scratch = mkdtempSync(join(tmpdir(), 'fer-faces-'));
  const settings = { ...SETTINGS, n_epochs: 6, bs: 64, schedule: 'onecycle', augment: 'mild' } as const;
  const onEpoch = (history: readonly EpochRecord[]) => console.log(history.at(-1));
  const { folder } = await train(settings, { data, model_save_dir: scratch, onEpoch });
  const { network } = openCheckpoint(folder, { data, epoch: 'last' });
  writeWhole(FACES_WEIGHTS, encodeSafetensors(toStateDict(network, { biases: false }), {}, 'F16'));
  rmSync(scratch, { recursive: true });
}

main();
