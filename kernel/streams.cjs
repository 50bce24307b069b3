/** Jupyter's server drops messages beyond a thousand a second; this interval allows twenty. */
const INTERVAL = 50; // ms

/**
 * Combines a cell's printed output into few messages, in order.
 *
 * @param {(name: string, text: string) => void} send sends a message
 */
exports.gather = (send) => {
  let stream = '';
  let gathered = '';
  let sent = 0;
  /** @type {NodeJS.Timeout | undefined} */
  let timer;

  function flush() {
    clearTimeout(timer);
    timer = undefined;
    if (gathered === '') return;
    send(stream, gathered);
    gathered = '';
    sent = performance.now();
  }

  /**
   * @param {string} name stdout or stderr
   * @param {string} text
   */
  function write(name, text) {
    if (name !== stream) flush();
    stream = name;
    gathered += text;
    if (performance.now() - sent > INTERVAL)
      flush(); // a cell that never yields shows its output too
    else timer ??= setTimeout(flush, INTERVAL);
  }

  return { write, flush };
};
