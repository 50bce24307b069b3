/** A network in tfjs's own high-level interface, `LayersModel`. Argument: a task as JSON. */
import { EMOTIONS } from '../../lib/data/dataset';
import { tf } from '../../lib/runtime';
import { grayImages, imageSize } from '../harness/network';
import { serve } from '../harness/serve';
import type { Task } from '../harness/task';
import { layersModel } from './layers-model-network';

const task: Task = JSON.parse(process.argv[2]);
const { model, inputSize } = layersModel(task.folder);

function trainingStep(): () => Promise<number> {
  model.compile({
    optimizer: tf.train.momentum(0.01, 0.9, true),
    loss: (targets, logits) => tf.losses.softmaxCrossEntropy(targets, logits),
  });
  const gray = Float32Array.from(grayImages(task.batch, inputSize), (value) => value / 255);
  const x = tf.tensor(gray, [task.batch, inputSize, inputSize, 1]);
  const labels = Int32Array.from({ length: task.batch }, (_, i) => i % EMOTIONS.length);
  const targets = tf.oneHot(tf.tensor1d(labels), EMOTIONS.length);
  return async () => Number(await model.trainOnBatch(x, targets));
}

/** The ten crops are views of the images, whose logits are averaged. */
function tenCropStep(): () => number[] {
  const size = imageSize(inputSize);
  const margin = size - inputSize;
  const pixels = Int32Array.from(grayImages(task.batch, size));
  const middle = Math.floor(margin / 2);
  const corners = [
    [0, 0],
    [0, margin],
    [margin, 0],
    [margin, margin],
    [middle, middle],
  ];
  return () =>
    tf.tidy(() => {
      const images = tf.div(tf.cast(tf.tensor(pixels, [task.batch, size, size, 1]), 'float32'), 255);
      const extent = [task.batch, inputSize, inputSize, 1];
      const crops = tf.concat(corners.map(([top, left]) => tf.slice(images, [0, top, left, 0], extent)));
      const all = tf.concat([crops, tf.reverse(crops, 2)]);
      const logits = model.predictOnBatch(all) as typeof all;
      const mean = tf.mean(tf.reshape(logits, [10, task.batch, EMOTIONS.length]), 0);
      return [...tf.softmax(mean as Parameters<typeof tf.softmax>[0]).dataSync()];
    });
}

const probe = tf.tensor(
  Float32Array.from(grayImages(2, inputSize), (value) => value / 255),
  [2, inputSize, inputSize, 1],
);
const logits = [...(model.predictOnBatch(probe) as typeof probe).dataSync()];
const parameters = model.trainableWeights.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a! * b!, 1)!, 0);
const about = { tfjs: tf.version['tfjs-core'], parameters, logits };
serve(task.job === 'step' ? trainingStep() : tenCropStep(), about);
