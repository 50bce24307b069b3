import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../core/files';
import { type Tensor, tf } from '../runtime';
import { type Detection, detectorInput, distinct, facesIn, INPUT, MIN_SCORE } from './blazeface';
import { type Box, type Picture, whole } from './picture';

/**
 * The detector's graph: BlazeFace for faces far and near, from npm's `@vladmandic/human` (MIT), of which nothing else
 * is used.
 */
export const DETECTOR_FILES = ['blazeface.json', 'blazeface.bin'].map((name) =>
  join(ROOT, 'node_modules/@vladmandic/human/models', name),
);

/** Licence file, to be distributed with each copy of the detector. */
export const DETECTOR_LICENCE = join(ROOT, 'node_modules/@vladmandic/human/LICENSE');

/** Options of the face detector. */
export interface DetectOptions {
  /** Minimum score of a face, in (0, 1). @default 0.4 */
  readonly score?: number;
  /** Whether to search four overlapping quarters too, in which small faces are larger. @default false */
  readonly small?: boolean;
}

/** Finds faces in pictures. */
export interface FaceDetector {
  /** The faces in a picture, by falling score. */
  detect(picture: Picture, options?: DetectOptions): Detection[];
  /** Frees its weights. */
  dispose(): void;
}

/** Loads the face detector. */
export async function loadDetector(): Promise<FaceDetector> {
  const [json, bin] = DETECTOR_FILES.map((file) => readFileSync(file));
  const { modelTopology, weightsManifest } = JSON.parse(json.toString());
  const [{ weights: weightSpecs }] = weightsManifest;
  const weightData = new Uint8Array(bin).buffer;
  const model = await tf.loadGraphModel(tf.io.fromMemory({ modelTopology, weightSpecs, weightData }));
  const detectIn = (picture: Picture, part: Box, score: number) => {
    const outputs = tf.tidy(() => {
      const input = tf.tensor(detectorInput(picture, part), [1, INPUT, INPUT, 3]);
      return model.execute(input, OUTPUTS) as Tensor[];
    });
    const [s0, s1, b0, b1] = outputs.map((output) => output.dataSync());
    tf.dispose(outputs);
    return facesIn({ scores: [...s0, ...s1], boxes: [...b0, ...b1] }, part, score);
  };
  return {
    detect(picture, { score = MIN_SCORE, small = false } = {}) {
      const large = detectIn(picture, whole(picture), score);
      if (!small) return large;
      const others = quarters(picture).flatMap((part) =>
        detectIn(picture, part, score).filter(({ box }) => box.width < SMALL * Math.max(part.width, part.height)),
      );
      return distinct([...large, ...others]);
    },
    dispose: () => model.dispose(),
  };
}

/** Logits of the large map's anchors and of the small one's, then their boxes. */
const OUTPUTS = ['Identity', 'Identity_1', 'Identity_2', 'Identity_3'];
/** Width of a quarter, as a share of the picture's: neighbours share a fifth. */
const QUARTER = 0.6;
/**
 * Widest face of a quarter, as a share of its longer side: a wider one may be cut off, and the whole picture shows it.
 */
const SMALL = 0.25;

function quarters({ width, height }: Picture): Box[] {
  const [w, h] = [QUARTER * width, QUARTER * height];
  return [0, height - h].flatMap((y) => [0, width - w].map((x) => ({ x, y, width: w, height: h })));
}
