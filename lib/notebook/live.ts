import type { Figure } from '../figures/figure';
import { Output } from '../terminal/cell-output';
import { figureBundle } from './bundles';

/** Minimum milliseconds between two updates. More would only load the connection. */
const INTERVAL = 100;

/** A figure in the notebook that can be updated. */
export interface LiveFigure {
  /** Shows this state within a tenth of a second. If several arrive in that time, shows the last one. */
  update(figure: Figure): void;
  /**
   * Shows a pending state at once. Call it at the end of the cell, so that the saved notebook contains the last state.
   */
  finish(): void;
}

/**
 * Shows a figure that can be updated in place. Updates keep the reader's zoom and hidden lines. Shows nothing outside a
 * notebook.
 *
 * @example const chart = live(learningCurves([])); await train(settings, { data, onEpoch: (history) =>
 * chart.update(learningCurves(history)) }); chart.finish();
 */
export function live(figure: Figure): LiveFigure {
  const output = new Output();
  let waiting: Figure | undefined;
  let timer: NodeJS.Timeout | undefined;
  let sent = 0;

  function send(state: Figure): void {
    clearTimeout(timer);
    timer = undefined;
    waiting = undefined;
    sent = Date.now();
    output.show(figureBundle(state));
  }

  function finish(): void {
    if (waiting) send(waiting);
  }

  send(figure);
  return {
    update(state) {
      waiting = state;
      const rest = sent + INTERVAL - Date.now();
      if (rest <= 0) finish();
      else timer ??= setTimeout(finish, rest);
    },
    finish,
  };
}
