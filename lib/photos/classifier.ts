import type { Views } from '../data/views';
import { atTemperature } from '../evaluation/temperature';
import { viewLogits } from '../models/view-logits';
import { DataType, Program, tf, uint8Tensor } from '../runtime';
import { type RestoredWeights, restoreWeights } from '../training/checkpoint';
import { dataShapeOf } from '../training/data-shape';
import { buildRunNetwork } from '../training/own-kinds';
import type { WhichWeights } from '../training/resolve-weights';
import { type RunFolder, readSettings } from '../training/run-folder';

export interface OpenFaceClassifierOptions {
  /** Which weights: the best epoch's, the last ones, or those of an epoch that was kept. @default 'best' */
  readonly epoch?: WhichWeights;
  /** Views of each face whose logits are averaged. @default 'center' */
  readonly views?: Views;
}

/** A run's network, ready for single faces. */
export interface FaceClassifier {
  /** In the order of the probabilities. */
  readonly classes: readonly string[];
  /** Width and height of a face, in pixels. */
  readonly size: number;
  readonly views: Views;
  readonly weights: RestoredWeights;
  /**
   * The classes' probabilities of each face.
   * @param faces gray values 0–255, `[size, size]` each
   * @param temperature that the logits are divided by @default 1
   */
  classify(faces: readonly Uint8Array[], temperature?: number): Float32Array[];
  /** Frees the network. */
  dispose(): void;
}

/** Faces per batch. Smaller batches are padded, so that only one program is captured. */
const BATCH = 8;

/**
 * Opens a run's network for faces that belong to no data set.
 * @throws {InputError} if there is no such run or checkpoint, or this process does not know its network
 */
export function openFaceClassifier(folder: RunFolder, options: OpenFaceClassifierOptions = {}): FaceClassifier {
  const { epoch = 'best', views = 'center' } = options;
  const settings = readSettings(folder);
  const { classes, size } = dataShapeOf(settings);
  const network = buildRunNetwork(folder, settings);
  const weights = restoreWeights(folder.checkpoints, network.parameters, epoch);
  const program = new Program(
    network.parameters.map(({ variable }) => variable),
    { probabilities: (images) => [tf.softmax(viewLogits(network, images, views, DataType.float32))] },
  );
  const batch = (faces: readonly Uint8Array[]) => {
    const pixels = new Uint8Array(BATCH * size * size);
    for (const [i, face] of faces.entries()) pixels.set(face, i * size * size);
    const [values] = program.read('probabilities', [uint8Tensor(pixels, [BATCH, size, size, 1])]);
    return values;
  };
  return {
    classes,
    size,
    views,
    weights,
    classify(faces, temperature = 1) {
      const rows: Float32Array[] = [];
      for (let start = 0; start < faces.length; start += BATCH) {
        const some = faces.slice(start, start + BATCH);
        const values = atTemperature(batch(some), classes.length, temperature);
        for (const i of some.keys()) rows.push(values.slice(i * classes.length, (i + 1) * classes.length));
      }
      return rows;
    },
    dispose() {
      program.dispose();
      network.dispose();
    },
  };
}
