import '../../lib/runtime/environment';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as tf from '@tensorflow/tfjs-node-gpu';
import { type Dataset, EMOTIONS, PIXELS, select } from '../../lib/data/dataset';
import { drawFaces } from '../../lib/data/faces';

test('a linear classifier is far above chance on the faces, and below 75 %', () => {
  const faces = drawFaces();
  const accuracy = logisticRegression(faces, 0.02); // 0.006 to 0.06 differ by 2 points on PublicTest
  console.log(`logistic regression on PrivateTest: ${(100 * accuracy).toFixed(1)} %`);
  assert.ok(accuracy > 0.45 && accuracy < 0.75);
});

/**
 * Multinomial logistic regression on standardised pixels: the mean cross-entropy + decay/2 · ‖w‖² at its minimum, which
 * is found by accelerated gradient descent (Nesterov, for strongly convex functions).
 * @returns the accuracy on PrivateTest
 */
function logisticRegression(faces: Dataset, decay: number): number {
  return tf.tidy(() => {
    const [training, test] = [select(faces, 'Training'), select(faces, 'PrivateTest')];
    const pixels = pixelsOf(training);
    const { mean, variance } = tf.moments(pixels, 0);
    const standardised = (images: tf.Tensor2D) =>
      tf.concat2d([images.sub(mean).div<tf.Tensor2D>(variance.sqrt()), ones(images)], 1);
    const x = standardised(pixels); // [n, 2305], the last column is the intercept's
    const y = tf.oneHot(tf.tensor1d(training.labels, 'int32'), EMOTIONS.length);
    const weights = minimum(x, y, decay);
    const predicted = standardised(pixelsOf(test)).matMul(weights).argMax<tf.Tensor1D>(1);
    return predicted.equal(tf.tensor1d(test.labels, 'int32')).mean().arraySync() as number;
  });
}

function minimum(x: tf.Tensor2D, y: tf.Tensor, decay: number): tf.Tensor2D {
  const n = x.shape[0];
  const gradientAt = (w: tf.Tensor2D) =>
    tf.add<tf.Tensor2D>(x.matMul<tf.Tensor2D>(x.matMul(w).softmax().sub(y), true).div(n), w.mul(decay));
  const curvature = largestEigenvalue(x) / (2 * n) + decay; // Böhning 1992: the softmax adds at most one half
  const ratio = Math.sqrt(decay / curvature);
  const momentum = (1 - ratio) / (1 + ratio);
  let w = tf.zeros<tf.Rank.R2>([x.shape[1], EMOTIONS.length]);
  let ahead = w;
  for (let iteration = 0; iteration < 3000; iteration++) {
    const gradient = tf.tidy(() => gradientAt(ahead));
    const next = tf.tidy(() => ahead.sub<tf.Tensor2D>(gradient.div(curvature)));
    const nextAhead = tf.tidy(() => next.add<tf.Tensor2D>(next.sub(w).mul(momentum)));
    const done = iteration % 50 === 0 && (tf.tidy(() => gradient.norm().arraySync()) as number) < 1e-2;
    tf.dispose([gradient, w, ahead]);
    [w, ahead] = [next, nextAhead];
    if (done) return w;
  }
  throw new Error('the regression did not converge');
}

/** Of xᵀx, by power iteration. */
function largestEigenvalue(x: tf.Tensor2D): number {
  return tf.tidy(() => {
    let direction = tf.ones<tf.Rank.R2>([x.shape[1], 1]);
    for (let i = 0; i < 30; i++) {
      const turned = x.matMul<tf.Tensor2D>(x.matMul(direction), true);
      direction = turned.div(turned.norm());
    }
    return x.matMul(direction).norm().square().arraySync() as number;
  });
}

function pixelsOf(dataset: Dataset): tf.Tensor2D {
  return tf.tensor2d(Float32Array.from(dataset.images), [dataset.labels.length, PIXELS]);
}

function ones(images: tf.Tensor2D): tf.Tensor2D {
  return tf.ones([images.shape[0], 1]);
}
