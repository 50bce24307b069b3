/**
 * `npm run bench -- overhead steps=20`: the host's time per step, measured with almost nothing to compute. Uses one
 * thread unless `threads=` is given: with more, hand-over between threads would dominate.
 */
import { command } from '../lib/cli/command';
import { counter } from '../lib/terminal/counter';
import { alternate } from './harness/alternate';
import { benchKeys } from './harness/options';
import { medianOf, report, reportMachine, reportTimings, rounded } from './harness/report';
import { ours } from './harness/worker';

/** One image, and layers with 1/64 of the VGG's filters and units. */
const [IMAGES, WIDTH] = [1, 1 / 64];
/** Steps per turn. In a training steps follow each other, so that no process has to wake up for each. */
const IN_A_ROW = 20;
/** Goal for a captured step, in milliseconds. */
const GOAL = 1;

const usage = {
  name: 'bench',
  summary: "Measures the host's time per step, with almost nothing to compute.",
  keys: benchKeys({ steps: 20, threads: 1 }),
  examples: ['overhead'],
};

command(usage, async ({ values }, signal) => {
  const contenders = ['captured', 'eager'].map((mode) => ours(mode, 'step', mode, 'float32', IMAGES, WIDTH, IN_A_ROW));
  const timings = await alternate(contenders, { ...values, warmUp: 3, signal, onProgress: counter('turns') });
  reportMachine('overhead', timings, values.threads);
  reportTimings('overhead', timings, { unit: 'images', count: IMAGES });
  const [captured, eager] = timings.map(({ name }) => medianOf(timings, name)!);
  report('overhead', { captured_ms: rounded(captured), goal_ms: GOAL, eager_ms: rounded(eager) });
});
