/**
 * Captured augmentation of a batch of uint8 images, as at the start of a training step. Arguments: images, random or
 * ten crops.
 */
import { augment } from '../../lib/data/augment/augment';
import { AUGMENTATIONS, type Crops } from '../../lib/data/augment/augmentations';
import { PIXELS, SIZE } from '../../lib/data/dataset';
import { device, keyOf, Program, tf, uint8Tensor } from '../../lib/runtime';
import { serve } from '../harness/serve';

const n = Number(process.argv[2]);
const crops = process.argv[3] as Crops;
const images = uint8Tensor(
  Uint8Array.from({ length: n * PIXELS }, (_, i) => (i * 37) % 256),
  [n, SIZE, SIZE, 1],
);
const program = new Program([], { augment: (x, key) => [augment(x, key, AUGMENTATIONS.full, 40, crops)] });
let steps = 0;

function step(): void {
  const key = tf.tensor1d(keyOf(0, 0, steps++));
  const [batch] = program.run('augment', [images, key]);
  tf.dispose([batch, key]);
}

serve(step, { tensorflow: device().tensorflow, device: device().kind });
