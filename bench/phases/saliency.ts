import { join } from 'node:path';
import { alternated, type Phase } from '../harness/phase';
import { writeNetwork } from '../harness/task';
import { ours, peer } from '../harness/worker';

const IMAGES = 256;
/** Batch size in PyTorch, the same as ours. */
const BATCH = 64;

/** Gradients of the VGG's largest logit by the images. */
export const saliency: Phase = {
  what: `gradients of the VGG's largest logit by ${IMAGES} images`,
  goal: { times: 1 },
  steps: 3,
  measure(options) {
    const folder = join(options.folder, 'vgg');
    writeNetwork(folder, 'vgg', {});
    const rivals = ['default', 'channels-last'].map((layout) => {
      const task = {
        job: 'saliency',
        folder,
        batch: BATCH,
        precision: 'float32',
        settings: { layout, images: IMAGES },
      };
      return peer(`PyTorch ${layout}`, 'saliency', JSON.stringify(task));
    });
    return alternated([ours('fer-lab', 'saliency', IMAGES), ...rivals], options, 1);
  },
};
