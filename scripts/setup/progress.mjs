/** Milliseconds between two lines of progress if stderr is not a terminal. */
const INTERVAL = 10_000;

/**
 * One step's progress on stderr: the step, how far it is, and its duration in seconds. On a terminal it rewrites one
 * line.
 */
export class Progress {
  #title;
  #start = performance.now();
  #detail = '';
  #timer;

  /** @param {string} title such as `[2/6] JupyterLab` */
  constructor(title) {
    this.#title = title;
    const { isTTY } = process.stderr;
    if (!isTTY) process.stderr.write(`${title} …\n`);
    this.#timer = setInterval(() => this.#show(), isTTY ? 200 : INTERVAL);
  }

  /** @param {string} detail how far it is, such as `41 of 98` */
  update(detail) {
    this.#detail = detail;
  }

  /** @param {string} outcome */
  end(outcome) {
    clearInterval(this.#timer);
    const clear = process.stderr.isTTY ? '\r\x1b[2K' : '';
    process.stderr.write(`${clear}${this.#title}: ${outcome} (${this.#seconds(1)} s)\n`);
  }

  #show() {
    const line = `${this.#title}: ${this.#seconds(0)} s${this.#detail && `, ${this.#detail}`}`;
    process.stderr.write(process.stderr.isTTY ? `\r\x1b[2K${line.slice(0, process.stderr.columns - 1)}` : `${line}\n`);
  }

  /** @param {number} digits */
  #seconds(digits) {
    return ((performance.now() - this.#start) / 1000).toFixed(digits);
  }
}
