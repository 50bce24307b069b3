/** Between two lines of progress where there is no terminal to rewrite a line on, in ms. */
const INTERVAL = 10_000;

/**
 * One step's progress on stderr: what is done, how far it is, and the seconds that it took. On a terminal it is one line
 * that is rewritten.
 */
export class Progress {
  #title;
  #start = performance.now();
  #detail = '';
  #timer;

  /** @param {string} title as `[2/6] JupyterLab` */
  constructor(title) {
    this.#title = title;
    const { isTTY } = process.stderr;
    if (!isTTY) process.stderr.write(`${title} …\n`);
    this.#timer = setInterval(() => this.#show(), isTTY ? 200 : INTERVAL);
  }

  /** @param {string} detail how far it is, as `41 of 98` */
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
