import type { Network } from '../../lib/models/network';
import { viewLogits } from '../../lib/models/view-logits';
import { DataType, Program, tf, uint8Tensor } from '../../lib/runtime';
import { grayImages, imageSize } from '../harness/network';
import type { TypeName } from '../harness/types';

/**
 * Ten-crop evaluation of one batch, to be repeated, with the program that `npm run evaluate` captures once and replays.
 * It returns the probabilities, row by row.
 */
export function tenCropStep(
  network: Network,
  { batch, precision }: { readonly batch: number; readonly precision: TypeName },
): () => number[] {
  const program = new Program(
    network.parameters.map(({ variable }) => variable),
    { probabilities: (images) => [tf.softmax(viewLogits(network, images, 'ten', DataType[precision]))] },
  );
  const size = imageSize(network.inputShape[0]);
  const pixels = grayImages(batch, size);
  return () => {
    const images = uint8Tensor(pixels, [batch, size, size, 1]);
    const [probabilities] = program.run('probabilities', [images]);
    const values = [...probabilities.dataSync()];
    tf.dispose([images, probabilities]);
    return values;
  };
}
