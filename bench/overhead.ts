/**
 * `npm run bench -- overhead steps=20`: the host's time for a step, told by one that has almost nothing to compute. In
 * one thread, unless `threads=` says otherwise: else it is the handing over between threads that is measured.
 */
import { command } from '../lib/cli/command';
import { counter } from '../lib/terminal/counter';
import { alternate } from './harness/alternate';
import { benchKeys } from './harness/options';
import { medianOf, report, reportMachine, reportTimings, rounded } from './harness/report';
import { ours } from './harness/worker';

/** One image, and layers of 1/64 of the VGG's filters and units. */
const [IMAGES, WIDTH] = [1, 1 / 64];
/** Steps a turn: in a training they follow each other, and no process has to wake up for each. */
const IN_A_ROW = 20;
/** Milliseconds that a captured step may take. */
const GOAL = 1;

const usage = {
  name: 'bench',
  summary: 'Measures a step with almost nothing to compute: the time of the host.',
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
