interface Interrupts {
  controller: AbortController;
}

const KEY = Symbol.for('fer-lab.notebook.interrupts');
const holder = globalThis as { [KEY]?: Interrupts };

/**
 * The signal of the next interrupt: the ■ button, or Ctrl-C in a terminal. Get one at the start of a run. On an
 * interrupt tslab ends the cell, but work that the cell has started continues unless it checks this signal; the signal
 * changes only when Node's event loop runs (`await tf.nextFrame()`).
 *
 * After the first call, SIGINT alone no longer ends this process.
 */
export function interruptSignal(): AbortSignal {
  holder[KEY] ??= listen();
  return holder[KEY].controller.signal;
}

function listen(): Interrupts {
  const interrupts = { controller: new AbortController() };
  // Runs before tslab's own listener, which ends the cell.
  process.prependListener('SIGINT', () => {
    const { controller } = interrupts;
    interrupts.controller = new AbortController();
    controller.abort(new Error('Interrupted'));
  });
  return interrupts;
}
