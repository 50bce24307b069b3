import assert from 'node:assert/strict';
import { tf } from '../lib/runtime';

/**
 * Runs work repeatedly: the first time it is interrupted when it first checks its signal, then at the second check, and
 * so on until it finishes. No run may leave a tensor behind.
 *
 * @param work one run
 * @param look called at each of these points, and after each run
 * @returns the number of these points
 */
export async function interruptEverywhere(
  work: (signal: AbortSignal) => Promise<unknown>,
  look: () => void = () => {},
): Promise<number> {
  for (let last = 0; ; last++) {
    const controller = new AbortController();
    const { signal } = controller;
    let seen = 0;
    signal.throwIfAborted = () => {
      look();
      if (seen++ === last) controller.abort();
      AbortSignal.prototype.throwIfAborted.call(signal);
    };
    const { numTensors } = tf.memory();
    const interrupted = await work(signal).then(
      () => false,
      (error) => {
        assert.equal(error, signal.reason);
        return true;
      },
    );
    assert.equal(tf.memory().numTensors, numTensors, `tensors after interrupt ${last + 1}`);
    look();
    if (!interrupted) return last;
  }
}
