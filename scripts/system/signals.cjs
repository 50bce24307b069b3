const { constants } = require('node:os');

/**
 * The signals that ask a command to stop: from a terminal, from whoever ends a service or a job, from a connection that
 * is gone, and those that batch systems such as Slurm send ahead of a time limit.
 *
 * @type {readonly NodeJS.Signals[]}
 */
const STOPPING = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2'];

/**
 * Within this time, in ms, equal signals count as one: Ctrl-C comes from the terminal and again from npm, and a batch
 * system sends its signal to every process of a job, of which one passes it on to another.
 */
const SAME_SIGNAL = 500;

/**
 * Calls a listener for each signal that asks to stop.
 *
 * @param {(signal: NodeJS.Signals) => void} listener
 * @param {object} [options]
 * @param {boolean} [options.once] lets the same signal end the process at once if it comes again, except those of batch
 * systems
 * @returns {() => void} removes the listener
 */
function onStop(listener, { once = false } = {}) {
  /** @type {Map<NodeJS.Signals, number>} */
  const last = new Map();
  /** @param {NodeJS.Signals} signal */
  const hear = (signal) => {
    const now = performance.now();
    if (now - (last.get(signal) ?? Number.NEGATIVE_INFINITY) < SAME_SIGNAL) return;
    last.set(signal, now);
    if (once && !signal.startsWith('SIGUSR')) setTimeout(() => process.off(signal, hear), SAME_SIGNAL).unref();
    listener(signal);
  };
  for (const signal of STOPPING) process.on(signal, hear);
  return () => {
    for (const signal of STOPPING) process.off(signal, hear);
  };
}

/**
 * The exit status after a signal.
 *
 * @param {NodeJS.Signals} signal
 */
function statusOf(signal) {
  return 128 + constants.signals[signal];
}

module.exports = { onStop, statusOf };
