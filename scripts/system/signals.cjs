const { constants } = require('node:os');

/**
 * The signals that request a stop: from a terminal, a service or job manager, a closed connection, and batch systems
 * such as Slurm before a time limit.
 *
 * @type {readonly NodeJS.Signals[]}
 */
const STOPPING = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2'];

/**
 * Equal signals within this time, in ms, count as one: Ctrl-C arrives from the terminal and again from npm, and a batch
 * system signals every process of a job, some of which forward the signal.
 */
const SAME_SIGNAL = 500;

/**
 * Calls a listener for each stop signal.
 *
 * @param {(signal: NodeJS.Signals) => void} listener
 * @param {object} [options]
 * @param {boolean} [options.once] if the same signal comes again, it ends the process at once, except signals of batch
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
