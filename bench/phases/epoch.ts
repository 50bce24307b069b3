import { join } from 'node:path';
import { alternated, type Phase } from '../harness/phase';
import { writeNetwork } from '../harness/task';
import { ours, peer } from '../harness/worker';

/** An eighth of FER2013's training and validation images. */
const [TRAINED, VALIDATED] = [3588, 448];
const BATCH = 64;

/**
 * An epoch of the narrow VGG: batches of stored images, the original study's augmentation with one crop each, steps,
 * validation, checkpoint. PyTorch has a DataLoader with torchvision's v2 transforms, without and with workers.
 */
export const epoch: Phase = {
  what: `an epoch of the narrow VGG, ${TRAINED} images (an eighth of FER2013)`,
  goal: { times: 2 },
  steps: 3,
  measure(options) {
    const folder = join(options.folder, 'narrow_vgg');
    writeNetwork(folder, 'narrow_vgg', {});
    const sizes = { trained: TRAINED, validated: VALIDATED };
    const rivals = [0, options.threads].map((workers) => {
      const settings = { ...sizes, workers, checkpoint: join(options.folder, `${workers}.pth`) };
      const task = { job: 'epoch', folder, batch: BATCH, precision: 'float32', settings };
      return peer(`PyTorch, ${workers} workers`, 'epoch', JSON.stringify(task));
    });
    const run = join(options.folder, 'run');
    return alternated([ours('fer-lab', 'epoch', TRAINED, VALIDATED, BATCH, run), ...rivals], options, 1);
  },
};
