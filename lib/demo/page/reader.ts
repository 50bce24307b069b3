import type * as TensorFlow from '@tensorflow/tfjs';
import { detectorInput, facesIn, INPUT } from '../../photos/blazeface';
import { boxOf, type Frame, frameOf, grayCrop } from '../../photos/framing';
import { type Box, type Picture, whole } from '../../photos/picture';
import type { Settings } from './settings';

/** A face and what the network says of it. */
export interface Face {
  readonly box: Box;
  /** Gray values 0–255, `[size, size]`. */
  readonly image: Uint8Array;
  /** `[classes]` */
  readonly probabilities: readonly number[];
}

/** Finds the faces of a picture and reads them. */
export interface Reader {
  /** Boxes of the faces, from left to right. */
  find(picture: Picture): Promise<Frame[]>;
  /** Reads the faces in some frames. */
  read(picture: Picture, frames: readonly Frame[]): Promise<Face[]>;
  /** The classes' probabilities of faces that are cropped already. */
  classify(images: readonly Uint8Array[]): Promise<number[][]>;
}

/** Loads the detector and the run's network. */
export async function loadReader({ size, temperature, framing, classes }: Settings): Promise<Reader> {
  const [detector, network] = await Promise.all([
    tf.loadGraphModel('detector/blazeface.json'),
    tf.loadGraphModel('network/model.json'),
  ]);
  const classify = async (images: readonly Uint8Array[]) => {
    if (images.length === 0) return [];
    const logits = tf.tidy(() => {
      const pixels = new Float32Array(images.length * size * size);
      for (const [i, image] of images.entries()) pixels.set(image, i * size * size);
      return network.execute(tf.tensor(pixels, [images.length, size, size, 1]), 'logits') as TensorFlow.Tensor;
    });
    const values = await logits.data();
    logits.dispose();
    return images.map((_, i) => softmax(values.slice(i * classes.length, (i + 1) * classes.length), temperature));
  };
  const detect = async (picture: Picture) => {
    const part = whole(picture);
    const outputs = tf.tidy(() =>
      detector.execute(tf.tensor(detectorInput(picture, part), [1, INPUT, INPUT, 3]), OUTPUTS),
    ) as TensorFlow.Tensor[];
    const [s0, s1, b0, b1] = await Promise.all(outputs.map((output) => output.data()));
    tf.dispose(outputs);
    return facesIn({ scores: [...s0, ...s1], boxes: [...b0, ...b1] }, part);
  };
  return {
    classify,
    async find(picture) {
      const frames = (await detect(picture)).map((detection) => frameOf(detection, framing));
      return frames.sort((a, b) => boxOf(a).x - boxOf(b).x);
    },
    async read(picture, frames) {
      const images = frames.map((frame) => grayCrop(picture, frame, size));
      const rows = await classify(images);
      return frames.map((frame, i) => ({ box: boxOf(frame), image: images[i], probabilities: rows[i] }));
    },
  };
}

/** Logits of the detector's large map and of its small one, then their boxes. */
const OUTPUTS = ['Identity', 'Identity_1', 'Identity_2', 'Identity_3'];

function softmax(logits: ArrayLike<number>, temperature: number): number[] {
  const values = Array.from(logits);
  const highest = Math.max(...values);
  const powers = values.map((logit) => Math.exp((logit - highest) / temperature));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
