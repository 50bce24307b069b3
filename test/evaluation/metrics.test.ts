import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EMOTIONS } from '../../lib/data/dataset';
import { classMetrics } from '../../lib/evaluation/confusion';
import { isOptimistic, largest, measure } from '../../lib/evaluation/metrics';
import { close, oneHot, reference } from './predictions';

test('metrics equal scikit-learn’s on stored predictions', () => {
  close(measure(reference), reference.metrics, 1e-6);
});

test('three images by hand', () => {
  const probabilities = Float32Array.of(
    ...[0.5, 0.25, 0.25, 0, 0, 0, 0], // Angry, said Angry
    ...[0.5, 0.25, 0.25, 0, 0, 0, 0], // Fear, said Angry; ties with Disgust, which ranks before it
    ...[0, 0, 0, 0.25, 0, 0, 0.75], // Happy, said Neutral, then Happy
  );
  const metrics = measure({ classes: EMOTIONS, labels: Uint8Array.of(0, 2, 3), probabilities });
  assert.equal(metrics.top1, 1 / 3);
  assert.equal(metrics.top2, 2 / 3);
  close(metrics.loss, (Math.log(2) + Math.log(4) + Math.log(4)) / 3, 1e-12);
  assert.equal(metrics.precision.Angry, 1 / 2);
  assert.equal(metrics.recall.Angry, 1);
  close(metrics.f1.Angry, 2 / 3, 1e-12);
  assert.equal(metrics.precision.Surprise, 0);
  assert.equal(metrics.recall.macro, 1 / 7);
  assert.deepEqual(metrics.confusion[3], [0, 0, 0, 0, 0, 0, 1]);
});

test('the paper’s 73.279465 % and 86.458624 % follow from 2630 and 3103 of PublicTest’s 3589 images', () => {
  const perEmotion = [467, 56, 496, 895, 653, 415, 607];
  const labels = Uint8Array.from(perEmotion.flatMap((n, emotion) => Array<number>(n).fill(emotion)));
  const probabilities = oneHot(labels, (label, i) => (i < 2630 ? label : (label + 1) % 7));
  for (let i = 2630; i < 3103; i++) probabilities[i * 7 + labels[i]] = 1e-3;
  for (let i = 3103; i < 3589; i++) probabilities[i * 7 + ((labels[i] + 2) % 7)] = 1e-3;
  const metrics = measure({ classes: EMOTIONS, labels, probabilities });
  assert.equal((100 * metrics.top1).toFixed(6), '73.279465');
  assert.equal((100 * metrics.top2).toFixed(6), '86.458624');
  assert.deepEqual(
    metrics.confusion.map((row) => row.reduce((sum, n) => sum + n)),
    perEmotion,
  );
  close(metrics.interval, [0.7181, 0.747], 1e-4); // ±1.45 points
});

test('a probability that underflowed to 0 has a finite loss', () => {
  const metrics = measure({ classes: EMOTIONS, labels: Uint8Array.of(3), probabilities: oneHot([3], () => 0) });
  close(metrics.loss, 126 * Math.LN2, 1e-9);
});

test('an emotion without images and predictions has precision, recall and F1 of 0', () => {
  const { precision, recall, f1 } = classMetrics(
    [...Array(7)].map((_, k) => [0, 0, 0, k === 3 ? 5 : 0, 0, 0, 0]),
    EMOTIONS,
  );
  assert.deepEqual([precision.Disgust, recall.Disgust, f1.Disgust], [0, 0, 0]);
  assert.equal(f1.Happy, 1);
  close(f1.macro, 1 / 7, 1e-12);
});

test('ties are predicted as the earlier emotion', () => {
  assert.deepEqual([...largest(Float32Array.of(0, 0.1, 0.4, 0.4, 0.1, 0, 0), 7)], [2]);
});

test('a number is optimistic on a split that selected the weights or was fitted', () => {
  assert.equal(isOptimistic({ split: 'PublicTest', selected_on: 'PublicTest' }), true);
  assert.equal(isOptimistic({ split: 'PrivateTest', selected_on: 'PublicTest' }), false);
  assert.equal(isOptimistic({ split: 'PrivateTest', selected_on: null }), false);
  assert.equal(isOptimistic({ split: 'Training', selected_on: 'PublicTest', fitted: ['Training'] }), true);
});

test('invalid predictions are rejected in one line', () => {
  const labels = Uint8Array.of(3);
  const refuses = (labels: Uint8Array, probabilities: Float32Array, message: RegExp) =>
    assert.throws(() => measure({ classes: EMOTIONS, labels, probabilities }), { name: 'InputError', message });
  refuses(Uint8Array.of(), Float32Array.of(), /^predictions: 0; there must be at least one image$/);
  refuses(labels, new Float32Array(6), /^probabilities: 6; must be 7 for each of 1 labels$/);
  refuses(
    Uint8Array.of(7),
    oneHot([0], () => 0),
    /^label: 7; must be 0–6$/,
  );
  refuses(labels, new Float32Array(7).fill(Number.NaN), /^probabilities of image 0: NaN .*; must be ≥ 0 and sum to 1$/);
  refuses(labels, new Float32Array(7), /sum to 1$/);
  refuses(labels, Float32Array.of(-1, 2, 0, 0, 0, 0, 0), /must be ≥ 0/);
  refuses(labels, Float32Array.of(0.98, 0, 0, 0, 0, 0, 0), /sum to 1$/);
  refuses(labels, Float32Array.of(0.98, 0.04, 0, 0, 0, 0, 0), /sum to 1$/);
  const second = Float32Array.of(0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0);
  refuses(Uint8Array.of(3, 3), second, /^probabilities of image 1: /);
});

test('rounded probabilities are accepted', () => {
  for (const sum of [0.991, 1.009]) {
    assert.equal(
      measure({ classes: EMOTIONS, labels: Uint8Array.of(3), probabilities: Float32Array.of(0, 0, 0, sum, 0, 0, 0) })
        .top1,
      1,
    );
  }
});
