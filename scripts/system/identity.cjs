const { createHash } = require('node:crypto');
const { readFileSync, readlinkSync } = require('node:fs');
const { hostname } = require('node:os');

/**
 * Identifies a process by PID, start time, host and machine, separated by spaces. PIDs are reused; together with the
 * start time they are unique. Machines can share a host name, as containers on the host's network do.
 *
 * @param {number} pid
 */
exports.identity = (pid) => `${pid} ${startTime(pid) || UNKNOWN} ${hostname()} ${machine()}`;

/**
 * Whether a process is running. Undefined if it belongs to another machine.
 *
 * @param {string} id as {@link exports.identity} returns it. Start time, host and machine may be missing.
 */
exports.isRunning = (id) => {
  const [pid, start = UNKNOWN, host = hostname(), home = machine()] = id.trim().split(' ');
  if (host !== hostname() || home !== machine()) return undefined;
  const now = startTime(Number(pid));
  return now === undefined || (now !== '' && (start === UNKNOWN || now === start));
};

/** Used if a start time cannot be read. */
const UNKNOWN = '-';

/**
 * Start time of a process in ticks since boot. Empty if there is no such process or it has ended; undefined if the
 * system hides it, as it may do with other users' processes.
 *
 * @param {number} pid
 */
function startTime(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' '); // from the third field, the state, on
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

/** Identifies the scope in which PIDs are unique: one boot of one kernel, and one PID namespace. */
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
