import assert from 'node:assert/strict';

/** Asserts that each number differs from the expected one by at most `tolerance`. */
export function near(actual: readonly number[], expected: readonly number[], tolerance: number): void {
  assert.equal(actual.length, expected.length);
  actual.forEach((value, i) => {
    assert.ok(Math.abs(value - expected[i]) <= tolerance, `${i}: ${value} instead of ${expected[i]}`);
  });
}
