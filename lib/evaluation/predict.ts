import { setImmediate } from 'node:timers/promises';
import { batches, padded } from '../data/batches';
import { count, type Dataset, imagesAt } from '../data/dataset';
import { marginOf, type Views, viewsOf } from '../data/views';
import type { ComputeType, Network } from '../models/network';
import { inputSize } from '../models/sizes';
import { viewLogits } from '../models/view-logits';
import { DataType, Program, tf, uint8Tensor } from '../runtime';
import type { Predictions } from './metrics';

export interface PredictOptions {
  /** The views of each image whose logits are averaged. @default 'ten' */
  readonly views?: Views;
  /** Element type of the layers. @default DataType.float32 */
  readonly compute?: ComputeType;
  /** Stops between two batches by throwing the signal's reason. */
  readonly signal?: AbortSignal;
  /** Receives the number of processed images. */
  readonly onProgress?: (done: number, of: number) => void;
}

/** Images per batch, counting all views: enough to keep the cores busy, few enough for a laptop's memory. */
const CROPS_A_BATCH = 320;

/** The network's probabilities of the classes for each image. */
export async function predict(network: Network, data: Dataset, options: PredictOptions = {}): Promise<Predictions> {
  const { views = 'ten', compute = DataType.float32, signal, onProgress } = options;
  const n = count(data);
  const margin = marginOf(data.size, inputSize(network));
  const size = Math.min(n, Math.floor(CROPS_A_BATCH / viewsOf(views, margin).length));
  const program = new Program(
    network.parameters.map(({ variable }) => variable),
    { probabilities: (images) => [tf.softmax(viewLogits(network, images, views, compute))] },
  );
  const rows: Float32Array[] = [];
  try {
    for (const batch of batches(
      Int32Array.from({ length: n }, (_, i) => i),
      size,
    )) {
      signal?.throwIfAborted();
      const images = uint8Tensor(imagesAt(data, padded(batch, size)).images, [size, data.size, data.size, 1]);
      const [values] = program.read('probabilities', [images]);
      rows.push(values.subarray(0, (values.length / size) * batch.length));
      onProgress?.(batch[batch.length - 1] + 1, n);
      await setImmediate(); // so that an interrupt is noticed
    }
  } finally {
    program.dispose();
  }
  return { classes: data.classes, labels: data.labels, probabilities: joined(rows) };
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
