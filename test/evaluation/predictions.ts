import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { EMOTIONS } from '../../lib/data/dataset';
import type { Metrics } from '../../lib/evaluation/metrics';

/** What reference.py wrote. */
interface Reference {
  readonly labels: number[];
  readonly probabilities: number[];
  /** Predicted emotions of a second classifier. */
  readonly other: number[];
  readonly metrics: Metrics;
  /** Bins that hold an image. */
  readonly calibration: { ece: number; n: number[]; accuracy: number[]; confidence: number[] };
  readonly mcnemar: { onlyA: number; onlyB: number; exact: number; midP: number };
}

const stored = JSON.parse(readFileSync(path.join(__dirname, 'reference.json'), 'utf8')) as Reference;

/** Stored predictions, and what scikit-learn says about them. */
export const reference = {
  ...stored,
  classes: EMOTIONS,
  metrics: { ...stored.metrics, classes: EMOTIONS },
  labels: Uint8Array.from(stored.labels),
  probabilities: Float32Array.from(stored.probabilities),
};

/** Probability 1 for `emotion(label, i)`: labels `[n]` → `[n, 7]`. */
export function oneHot(labels: ArrayLike<number>, emotion: (label: number, i: number) => number): Float32Array {
  const probabilities = new Float32Array(labels.length * 7);
  for (let i = 0; i < labels.length; i++) probabilities[i * 7 + emotion(labels[i], i)] = 1;
  return probabilities;
}

/** Equal in shape, and in every number within `tolerance`. */
export function close(actual: unknown, expected: unknown, tolerance: number, where = 'value'): void {
  if (typeof expected === 'number') {
    const near = typeof actual === 'number' && Math.abs(actual - expected) <= tolerance;
    assert.ok(near, `${where} is ${actual}, not ${expected} ± ${tolerance}`);
    return;
  }
  if (typeof expected === 'string') {
    assert.equal(actual, expected, where);
    return;
  }
  const wanted = expected as Record<string, unknown>;
  const given = actual as Record<string, unknown>;
  assert.deepEqual(Object.keys(given).sort(), Object.keys(wanted).sort(), where);
  for (const key of Object.keys(wanted)) close(given[key], wanted[key], tolerance, `${where}.${key}`);
}
