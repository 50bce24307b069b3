import assert from 'node:assert/strict';
import { test } from 'node:test';
import { randomStream } from '../../lib/core/random';
import { shuffled } from '../../lib/data/batches';
import { type Outcome, rungs, type Stage, stages } from '../../lib/tuning/halving';
import grid from './faces-grid.json';

test('rungs are the last epoch divided repeatedly by a factor', () => {
  assert.deepEqual(rungs(9, 3, 1), [1, 3, 9]);
  assert.deepEqual(rungs(20, 3, 1), [2, 7, 20]);
  assert.deepEqual(rungs(16, 4, 1), [1, 4, 16]);
  assert.deepEqual(rungs(300, 3, 10), [11, 33, 100, 300]);
  assert.deepEqual(rungs(1, 3, 1), [1]);
});

/** Known accuracies of settings, by epochs. */
const outcomes =
  (accuracies: readonly number[]): Outcome =>
  ({ setting }) =>
    accuracies[setting];

const trained = (wanted: readonly Stage[], epochs: number) =>
  wanted.filter((stage) => stage.epochs === epochs).map(({ setting }) => setting);

test('the best of every three is promoted, and again the best of those', () => {
  // After three results the best of them is 1, after six the two best are 1 and 4, after nine 1, 4 and 7.
  const wanted = stages(9, [1, 3, 9], 3, outcomes([0.1, 0.9, 0.2, 0.3, 0.8, 0.1, 0.2, 0.7, 0.3]));
  assert.deepEqual(trained(wanted, 3), [1, 4, 7]);
  assert.deepEqual(trained(wanted, 9), [1]);
});

test('a promoted setting stays promoted, and one that was passed over may follow', () => {
  const wanted = stages(6, [1, 3], 3, outcomes([0.1, 0.2, 0.3, 0.9, 0.1, 0.1]));
  assert.deepEqual(trained(wanted, 3), [2, 3]);
  // 0.5 is second of three; after six results it is among the best two.
  assert.deepEqual(trained(stages(6, [1, 3], 3, outcomes([0.5, 0.6, 0.1, 0.1, 0.1, 0.1])), 3), [1, 0]);
});

test('failed settings are not promoted, ties keep their order, and a complete rung promotes its best', () => {
  const failed = Number.NEGATIVE_INFINITY;
  assert.deepEqual(trained(stages(3, [1, 3], 3, outcomes([failed, failed, failed])), 3), []);
  assert.deepEqual(trained(stages(3, [1, 3], 3, outcomes([failed, 0.5, 0.5])), 3), [1]);
  assert.deepEqual(trained(stages(2, [1, 3, 9], 3, outcomes([0.1, 0.2])), 9), [1]);
});

test('later settings are requested while an early one still runs; a rung waits for it', () => {
  const known = outcomes([0.1, 0.2, 0.9, 0.4, 0.5, 0.6]);
  const slow: Outcome = (stage) => (stage.setting === 3 ? undefined : known(stage));
  const wanted = stages(6, [1, 3], 3, slow);
  assert.deepEqual(trained(wanted, 1), [0, 1, 2, 3, 4, 5]);
  assert.deepEqual(trained(wanted, 3), [2]);
});

test('the same stages are trained for any number of workers and any durations', () => {
  const accuracies = new Map<string, number>();
  const random = randomStream(5, 0);
  const accuracy = ({ setting, epochs }: Stage) => {
    const key = `${setting} ${epochs}`;
    if (!accuracies.has(key)) accuracies.set(key, random.between(0, 1));
    return accuracies.get(key)!;
  };
  const runs = [1, 2, 3, 8, 27].flatMap((workers) => [0, 1, 2].map((seed) => simulate(27, workers, seed, accuracy)));
  for (const run of runs) assert.deepEqual(run, runs[0]);
  assert.ok(runs[0].length >= 27 + 9 + 3, `${runs[0].length}`);
});

test('on the drawn faces it is within half a point of the grid’s best with a third of its epochs, in any order', () => {
  const best = (accuracies: readonly number[], epochs: number) => Math.max(...accuracies.slice(0, epochs));
  const ofGrid = Math.max(...grid.map(({ accuracies }) => best(accuracies, 16)));
  const shares: number[] = [];
  for (let seed = 0; seed < 200; seed++) {
    const order = [...shuffled(grid.length, seed, 0)].map((i) => grid[i].accuracies);
    const wanted = stages(grid.length, rungs(16, 4, 1), 4, ({ setting, epochs }) => best(order[setting], epochs));
    const found = Math.max(...wanted.map(({ setting, epochs }) => best(order[setting], epochs)));
    assert.ok(ofGrid - found <= 0.005, `order ${seed}: ${found} of ${ofGrid}`);
    const trained = order.map((_, i) => Math.max(...wanted.filter((s) => s.setting === i).map((s) => s.epochs)));
    shares.push(trained.reduce((sum, epochs) => sum + epochs) / (16 * grid.length));
  }
  assert.ok(Math.max(...shares) <= 1 / 3, `${Math.max(...shares)}`);
});

/** Runs a study of `n` settings on `workers`, with random durations of stages. Returns the stages, sorted. */
function simulate(n: number, workers: number, seed: number, accuracy: (stage: Stage) => number): string[] {
  const duration = randomStream(seed, workers);
  const done = new Map<string, number>();
  const running: { readonly stage: Stage; readonly until: number }[] = [];
  const name = ({ setting, epochs }: Stage) => `${setting} to ${epochs}`;
  for (let time = 0; ; ) {
    const open = stages(n, [1, 3, 9], 3, (stage) => done.get(name(stage))).filter(
      (stage) => !done.has(name(stage)) && !running.some((other) => name(other.stage) === name(stage)),
    );
    for (const stage of open.slice(0, workers - running.length)) {
      running.push({ stage, until: time + duration.between(0.1, 5) });
    }
    if (running.length === 0) return [...done.keys()].sort();
    running.sort((a, b) => a.until - b.until);
    const { stage, until } = running.shift()!;
    time = until;
    done.set(name(stage), accuracy(stage));
  }
}
