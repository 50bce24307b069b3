import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/**
 * A process by host, id and start time: ids are used again, this is not.
 *
 * @param {number} pid
 */
export function identity(pid) {
  return `${hostname()} ${pid} ${startTime(pid)}`;
}

/**
 * Whether a process is running; undefined where it is another host's.
 *
 * @param {string} id as {@link identity} gives it
 */
export function isRunning(id) {
  const [host, pid] = id.split(' ');
  return host === hostname() ? identity(Number(pid)) === id : undefined;
}

/**
 * Ticks from the machine's start to the process's; empty if there is no such process or it has ended.
 *
 * @param {number} pid
 */
function startTime(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' '); // from the third on, the state
    return 'ZX'.includes(fields[0]) ? '' : fields[19];
  } catch {
    return '';
  }
}
