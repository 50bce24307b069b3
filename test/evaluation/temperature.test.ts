import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atTemperature, fitTemperature } from '../../lib/evaluation/temperature';
import { reference } from '../photos/reference';

const { probabilities, labels, temperature, scaled } = reference.temperature;
const rows = Float32Array.from(probabilities);

test("the temperature is that of PyTorch's LBFGS", () => {
  const found = fitTemperature({ classes: ['a', 'b', 'c'], labels: Uint8Array.from(labels), probabilities: rows });
  assert.ok(Math.abs(found / temperature - 1) < 1e-4, `${found}, not ${temperature}`);
});

test('probabilities at a temperature are those of PyTorch', () => {
  const found = atTemperature(rows, 3, temperature);
  for (const [i, value] of found.entries()) assert.ok(Math.abs(value - scaled[i]) < 1e-5, `${i}`);
  assert.deepEqual(
    atTemperature(rows, 3, 1).map((p) => Math.round(1e6 * p)),
    rows.map((p) => Math.round(1e6 * p)),
  );
});

test('two logits that are right three times of four fit the temperature worked out by hand', () => {
  const p = 0.9; // log-odds log 9; three in four are log-odds log 3, so the temperature is 2
  const found = fitTemperature({
    classes: ['a', 'b'],
    labels: Uint8Array.of(0, 0, 0, 1),
    probabilities: Float32Array.from({ length: 8 }, (_, i) => (i % 2 === 0 ? p : 1 - p)),
  });
  assert.ok(Math.abs(found - 2) < 1e-5, String(found));
});

test('an image that is right, or wrong, has the lowest or the highest temperature', () => {
  const fit = (label: number) =>
    fitTemperature({ classes: ['a', 'b'], labels: Uint8Array.of(label), probabilities: Float32Array.of(0.6, 0.4) });
  assert.ok(Math.abs(fit(0) - 0.05) < 1e-9, String(fit(0)));
  assert.ok(Math.abs(fit(1) - 20) < 1e-9, String(fit(1)));
  assert.throws(
    () => fitTemperature({ classes: ['a', 'b'], labels: new Uint8Array(0), probabilities: new Float32Array(0) }),
    { message: 'predictions: 0; there must be at least one image' },
  );
});

test('a probability of 0 counts as the smallest normal number', () => {
  const found = atTemperature(Float32Array.of(1, 0, 0, 1), 2, 2);
  const small = 2 ** -63; // the root of 2^-126
  assert.deepEqual([...found], [1, small, small, 1].map(Math.fround));
  const cold = atTemperature(Float32Array.of(0.5, 0.25, 0.25), 3, 0.05); // 1 : 2^-20 : 2^-20
  assert.ok(Math.abs(cold[1] / 2 ** -20 - 1) < 1e-5, String(cold[1]));
});
