/** A training in a process of its own, to be killed: `node --import tsx life.ts FOLDER EPOCHS`. Saves after every step. */
import { train } from '../../lib/training/trainer';
import { easyData } from './small';

const [modelSaveDir, epochs] = process.argv.slice(2);
const settings = { network: 'small', name: 'killed', batchSize: 16, learningRate: 0.01, ema: 0.99, saveFrequency: 7 };
const told = { told: false };

train(
  { ...settings, epochs: Number(epochs), schedule: 'cosine_restarts' },
  {
    data: easyData(),
    modelSaveDir,
    restore: 'auto',
    checkpointInterval: -1,
    onProgress: () => {
      if (!told.told) process.stdout.write('training\n');
      told.told = true;
    },
  },
).then(() => process.exit(0));
