import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TYPESCRIPT } from '../system/typescript.cjs';

/**
 * The result of a test file.
 *
 * @typedef {object} Outcome
 * @property {string} [failed] the first test that failed, or `timeout` or `crash`
 * @property {string} [message]
 * @property {number} seconds of CPU
 * @property {boolean} [large] whether the process has used much memory
 */

/** Runs test files of a sandbox, one after the other, in a process that is replaced if it hangs or dies. */
export class Runner {
  /** @type {import('node:child_process').ChildProcess | undefined} */
  child;

  /** @param {string} folder */
  constructor(folder) {
    this.folder = folder;
  }

  /**
   * @param {string} file
   * @param {number} limit seconds of CPU; the wall-clock limit is ten times as long, for busy machines
   * @param {string} [last] name of the last test to run
   * @returns {Promise<Outcome>}
   */
  async run(file, limit, last) {
    this.child ??= await this.start();
    const child = this.child;
    /** @type {Outcome} */
    const outcome = await new Promise((done) => {
      const end = (/** @type {Partial<Outcome>} */ result) => {
        clearTimeout(timer);
        clearInterval(poll);
        child.removeAllListeners('message').removeAllListeners('exit');
        done({ seconds: limit, ...result });
      };
      const timer = setTimeout(() => end({ failed: 'timeout' }), limit * 10_000);
      const began = cpuSeconds(child.pid);
      const poll = setInterval(() => cpuSeconds(child.pid) - began > limit && end({ failed: 'timeout' }), 500);
      child.once('message', end).once('exit', () => end({ failed: 'crash' }));
      child.send({ file, last });
    });
    if (outcome.large || outcome.failed === 'timeout' || outcome.failed === 'crash') this.stop();
    return outcome;
  }

  stop() {
    const pid = this.child?.pid;
    this.child = undefined;
    if (pid === undefined) return;
    try {
      process.kill(-pid, 'SIGKILL'); // including processes that its tests have started
    } catch {
      // it has ended
    }
  }

  async start() {
    const child = fork(join('scripts', 'mutate', 'worker.mjs'), {
      cwd: this.folder,
      execArgv: ['--expose-gc', ...TYPESCRIPT],
      detached: true,
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      env: { ...process.env, NODE_TEST_CONTEXT: undefined },
    });
    await once(child, 'message');
    return child;
  }
}

/** CPU seconds of a process so far, from /proc; 0 if they cannot be read. @param {number | undefined} pid */
function cpuSeconds(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\)/s, '').split(' ');
    return (Number(fields[12]) + Number(fields[13])) / TICKS;
  } catch {
    return 0;
  }
}

/** Clock ticks of Linux in a second. */
const TICKS = 100;
