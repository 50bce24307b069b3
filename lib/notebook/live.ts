import type { Figure } from '../figures/figure';
import { figureBundle } from './bundles';
import { Output } from './output';

/** Milliseconds between two updates: more a second than a reader can follow would only fill the connection. */
const INTERVAL = 100;

/** A figure in the notebook that follows its data. */
export interface LiveFigure {
  /** Shows this state now, or within a tenth of a second; of several in between, the last. */
  update(figure: Figure): void;
  /** Shows at once what is still waiting. Call it where the cell ends, so that the saved notebook has the last state. */
  finish(): void;
}

/**
 * Shows a figure that can be updated in place. Zoom and hidden lines stay as the reader has them. Outside a notebook
 * nothing is shown.
 *
 * @example
 * const chart = live(learningCurves([]));
 * await train(settings, { data, onEpoch: (history) => chart.update(learningCurves(history)) });
 * chart.finish();
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
