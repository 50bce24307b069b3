/**
 * A training in a separate process, to be killed: `node --require ./scripts/system/register-typescript.cjs life.ts
 * FOLDER EPOCHS`. Saves after every step.
 */
import { train } from '../../lib/training/trainer';
import { easyData } from './small';

const [model_save_dir, epochs] = process.argv.slice(2);
const settings = { network: 'small', name: 'killed', bs: 16, lr: 0.01, ema: 0.99, save_freq: 7 };
let steps = 0;

train(
  { ...settings, n_epochs: Number(epochs), schedule: 'cosine_restarts' },
  {
    data: easyData(),
    model_save_dir,
    restore: 'auto',
    checkpointInterval: -1,
    onProgress: () => {
      if (++steps === 2) process.stdout.write('training\n'); // the checkpoint of the first step is there
    },
  },
).then(() => process.exit(0));
