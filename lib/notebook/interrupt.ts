interface Interrupts {
  controller: AbortController;
}

const KEY = Symbol.for('fer-lab.notebook.interrupts');
const holder = globalThis as { [KEY]?: Interrupts };

/**
 * The signal of the next interrupt: the ■ button, or Ctrl-C in a terminal. Take one at the start of a run. tslab ends
 * the cell at an interrupt, but what the cell has started goes on unless it looks at this signal, and it hears of it
 * only when it lets Node's event loop turn (`await tf.nextFrame()`).
 *
 * From the first call on, SIGINT no longer ends this process by itself.
 */
export function interruptSignal(): AbortSignal {
  holder[KEY] ??= listen();
  return holder[KEY].controller.signal;
}

function listen(): Interrupts {
  const interrupts = { controller: new AbortController() };
  // Before tslab's own listener, which ends the cell.
  process.prependListener('SIGINT', () => {
    const { controller } = interrupts;
    interrupts.controller = new AbortController();
    controller.abort(new Error('Interrupted'));
  });
  return interrupts;
}
