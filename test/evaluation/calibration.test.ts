import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EMOTIONS } from '../../lib/data/dataset';
import { calibration } from '../../lib/evaluation/calibration';
import { close, oneHot, reference } from './predictions';

test('reliability bins equal scikit-learn’s, and the error NumPy’s', () => {
  const { ece, bins } = calibration(reference);
  const filled = bins.filter((bin) => bin.n > 0);
  close(ece, reference.calibration.ece, 1e-6);
  for (const column of ['n', 'accuracy', 'confidence'] as const) {
    close(
      filled.map((bin) => bin[column]),
      reference.calibration[column],
      1e-6,
    );
  }
});

test('four images that are all sure and half right are off by one half', () => {
  const labels = Uint8Array.of(0, 1, 2, 3);
  const { ece, bins } = calibration(
    { classes: EMOTIONS, labels, probabilities: oneHot(labels, (label, i) => (i < 2 ? label : 6)) },
    10,
  );
  assert.equal(ece, 0.5);
  assert.deepEqual(bins.at(-1), { low: 0.9, high: 1, n: 4, confidence: 1, accuracy: 0.5, interval: bins[9].interval });
  assert.deepEqual(bins[0].accuracy, Number.NaN);
});

test('a bin holds its upper edge and not its lower one', () => {
  // Largest probabilities: 0.25, 0.5, 0.75, 1, of which the first and the third are right.
  const rows = [0.25, 0.5, 0.75, 1].map((p) => [p, ...Array<number>(6).fill((1 - p) / 6)]);
  const probabilities = Float32Array.from(rows.flat());
  const { bins, ece } = calibration({ classes: EMOTIONS, labels: Uint8Array.of(0, 1, 0, 1), probabilities }, 4);
  assert.deepEqual(
    bins.map(({ low, high, n, confidence, accuracy }) => [low, high, n, confidence, accuracy]),
    [
      [0, 0.25, 1, 0.25, 1],
      [0.25, 0.5, 1, 0.5, 0],
      [0.5, 0.75, 1, 0.75, 1],
      [0.75, 1, 1, 1, 0],
    ],
  );
  assert.equal(ece, (0.75 + 0.5 + 0.25 + 1) / 4);
});
