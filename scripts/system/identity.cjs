const { createHash } = require('node:crypto');
const { readFileSync, readlinkSync } = require('node:fs');
const { hostname } = require('node:os');

/**
 * A process by number, start time, host and machine, separated by spaces. Numbers are used again; with the start time
 * they are not. Machines can share a host name, as containers on the host's network do.
 *
 * @param {number} pid
 */
exports.identity = (pid) => `${pid} ${startTime(pid) || UNKNOWN} ${hostname()} ${machine()}`;

/**
 * Whether a process is running; undefined if it belongs to another machine.
 *
 * @param {string} id as {@link exports.identity} returns it. Start time, host and machine may be missing.
 */
exports.isRunning = (id) => {
  const [pid, start = UNKNOWN, host = hostname(), home = machine()] = id.trim().split(' ');
  if (host !== hostname() || home !== machine()) return undefined;
  const now = startTime(Number(pid));
  return now === undefined || (now !== '' && (start === UNKNOWN || now === start));
};

/** Stands for a start time that cannot be read. */
const UNKNOWN = '-';

/**
 * Ticks from the machine's start to the process's; empty if there is no such process or it has ended; undefined if the
 * system hides it, as it may hide other users' processes.
 *
 * @param {number} pid
 */
function startTime(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' '); // from the third on, the state
    return 'ZX'.includes(fields[0]) ? '' : fields[19];
  } catch {
    return isThere(pid) ? undefined : '';
  }
}

/** @param {number} pid */
function isThere(pid) {
  try {
    return pid > 0 && process.kill(pid, 0); // sends nothing
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/** Where a process number means the same process: one boot of one kernel, and one namespace of processes in it. */
function machine() {
  const parts = [
    () => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8'),
    () => readlinkSync('/proc/self/ns/pid'),
  ].map(attempt);
  return createHash('sha256').update(parts.join()).digest('hex').slice(0, 12);
}

/** @param {() => string} read */
function attempt(read) {
  try {
    return read();
  } catch {
    return '';
  }
}
