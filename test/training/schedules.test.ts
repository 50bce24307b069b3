import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EpochRecord } from '../../lib/training/history';
import { ratesOf, schedules } from '../../lib/training/schedules';
import reference from './pytorch_reference.json';

const STEPS = 3;
const options = { lr: 0.01, n_epochs: 300, momentum: 0.9, warmup: 0 };

/** As in pytorch_reference.py: rises, then stalls again and again. */
const accuracy = (epoch: number) => 0.3 + 0.4 * (1 - Math.exp(-epoch / 40)) + 0.02 * Math.sin(epoch * 1.7);

const history = Array.from({ length: 300 }, (_, i) => ({ validationAccuracy: accuracy(i + 1) }) as EpochRecord);

for (const name of schedules.ours) {
  test(`${name}: 300 epochs equal PyTorch’s`, () => {
    reference.schedules[name].forEach(([rate, momentum], epoch) => {
      const state = { history: history.slice(0, epoch), step: STEPS - 1, steps: STEPS };
      const actual = ratesOf(schedules.get(name), state, options);
      assert.ok(Math.abs(actual.rate - rate) <= 1e-5 * rate, `epoch ${epoch}: ${actual.rate} instead of ${rate}`);
      assert.ok(Math.abs(actual.momentum - momentum) <= 1e-5 * momentum, `epoch ${epoch}: ${actual.momentum}`);
    });
  });
}

test('warm-up increases the rate step by step to the schedule’s', () => {
  const rate = (epochs: number, step: number) =>
    ratesOf(schedules.get('constant'), { history: history.slice(0, epochs), step, steps: 4 }, { ...options, warmup: 2 })
      .rate;
  assert.deepEqual([rate(0, 0), rate(0, 3), rate(1, 3), rate(5, 0)], [0.00125, 0.005, 0.01, 0.01]);
});
