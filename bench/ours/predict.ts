/**
 * Ten-crop evaluation of one batch, with the program that `npm run evaluate` captures once and replays. Argument: a
 * task as JSON.
 */

import { viewLogits } from '../../lib/models/view-logits';
import { DataType, device, Program, tf, uint8Tensor } from '../../lib/runtime';
import { grayImages, imageSize, networkOf } from '../harness/network';
import { serve } from '../harness/serve';
import type { Task } from '../harness/task';
import { probeLogits } from './probe-logits';

const task: Task = JSON.parse(process.argv[2]);
const network = networkOf(task.network, task.size);
const program = new Program(
  network.parameters.map(({ variable }) => variable),
  { probabilities: (images) => [tf.softmax(viewLogits(network, images, 'ten', DataType[task.precision]))] },
);
const size = imageSize(network.inputShape[0]);
const pixels = grayImages(task.batch, size);

function step(): number[] {
  const images = uint8Tensor(pixels, [task.batch, size, size, 1]);
  const [probabilities] = program.run('probabilities', [images]);
  const values = [...probabilities.dataSync()];
  tf.dispose([images, probabilities]);
  return values;
}

serve(step, { tensorflow: device().tensorflow, device: device().kind, logits: probeLogits(network) });
