import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atTemperature, fitTemperature } from '../../lib/evaluation/temperature';
import { reference } from '../photos/reference';

const { probabilities, labels, temperature, scaled } = reference.temperature;
const rows = Float32Array.from(probabilities);

test("the temperature is that of PyTorch's LBFGS", () => {
  const found = fitTemperature({ labels: Uint8Array.from(labels), probabilities: rows });
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
    labels: Uint8Array.of(0, 0, 0, 1),
    probabilities: Float32Array.from({ length: 8 }, (_, i) => (i % 2 === 0 ? p : 1 - p)),
  });
  assert.ok(Math.abs(found - 2) < 1e-5, String(found));
});
