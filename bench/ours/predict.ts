/**
 * Ten-crop evaluation of one batch by the VGG, with the program that `npm run evaluate` captures once and replays.
 * Arguments: element type, images.
 */
import { EMOTIONS, PIXELS, SIZE } from '../../lib/data/dataset';
import { vgg } from '../../lib/models/vgg';
import { viewLogits } from '../../lib/models/view-logits';
import { DataType, device, Program, tf, uint8Tensor } from '../../lib/runtime';
import { serve } from '../harness/serve';
import type { TypeName } from '../harness/types';

const compute = DataType[process.argv[2] as TypeName];
const n = Number(process.argv[3]);
const network = vgg({ drop: 0, seed: 0, classes: EMOTIONS, input_size: 40 });
const program = new Program(
  network.parameters.map(({ variable }) => variable),
  { probabilities: (images) => [tf.softmax(viewLogits(network, images, 'ten', compute))] },
);
const pixels = Uint8Array.from({ length: n * PIXELS }, (_, i) => (i * 37) % 256);

function step(): void {
  const images = uint8Tensor(pixels, [n, SIZE, SIZE, 1]);
  const [probabilities] = program.run('probabilities', [images]);
  probabilities.dataSync();
  tf.dispose([images, probabilities]);
}

serve(step, { tensorflow: device().tensorflow, device: device().kind });
