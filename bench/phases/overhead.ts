import { alternated, type Phase } from '../harness/phase';
import { ours } from '../harness/worker';

/** Steps per turn. In a training steps follow each other, so that no process has to wake up for each. */
const IN_A_ROW = 20;

/**
 * The host's time per step, measured with almost nothing to compute, in one thread: with more, hand-over between
 * threads would dominate.
 */
export const overhead: Phase = {
  what: "host's time of a captured step, one core",
  goal: { seconds: 0.001 },
  steps: 10,
  threads: 1,
  measure: (options) =>
    alternated(
      ['captured', 'eager'].map((mode) => ours(mode, 'overhead', mode, IN_A_ROW)),
      options,
      3,
    ),
};
