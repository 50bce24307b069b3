import type { Progress } from '../training/train-options';
import { inNotebook, Output } from './cell-output';

/** Minimum milliseconds between two updates of the line. */
const INTERVAL = 200;
/** Length of the bar in characters. */
const BAR = 24;

export interface ProgressLine {
  /** Shows the progress. It can be passed as `onProgress`. */
  readonly update: (progress: Progress) => void;
  /** Keeps the last state and starts a new line. */
  readonly finish: () => void;
}

/**
 * A progress line of a run: epoch, images per second, time left. In a notebook and in a terminal it is updated in
 * place; in a pipe or a log file there is one line per epoch.
 *
 * @param terminal the output outside a notebook
 */
export function progress(terminal: NodeJS.WriteStream = process.stderr): ProgressLine {
  const write = inNotebook() ? notebookWriter() : terminal.isTTY ? terminalWriter(terminal) : logWriter(terminal);
  let last: Progress | undefined;
  let shown = 0;
  return {
    update(progress) {
      last = progress;
      const epochEnds = progress.step === progress.steps;
      if (!epochEnds && Date.now() - shown < INTERVAL) return;
      shown = Date.now();
      write(progress, false);
    },
    finish() {
      if (last) write(last, true);
    },
  };
}

/** The text of the line: `epoch 3/20 ━━━━━━────── 112/449 · loss 1.213 · 52.3 % · 1,840 images/s · 4:05 left`. */
export function progressLine({ epoch, epochs, step, steps, ...rest }: Progress): string {
  const done = Math.round((BAR * step) / steps);
  const parts = [
    `epoch ${epoch}/${epochs} ${'━'.repeat(done)}${'─'.repeat(BAR - done)} ${step}/${steps}`,
    `loss ${rest.loss.toFixed(3)}`,
    `${(100 * rest.accuracy).toFixed(1)} %`,
    `${rest.imagesPerSecond.toLocaleString('en', { maximumFractionDigits: 0 })} images/s`,
    `${clock(rest.secondsLeft)} left`,
  ];
  return parts.join(' · ');
}

type Writer = (progress: Progress, last: boolean) => void;

function notebookWriter(): Writer {
  const output = new Output();
  return (progress) => output.show({ 'text/plain': progressLine(progress) });
}

function terminalWriter(terminal: NodeJS.WriteStream): Writer {
  return (progress, last) => {
    const line = progressLine(progress).slice(0, terminal.columns - 1);
    terminal.write(`\r\x1b[K${line}${last ? '\n' : ''}`);
  };
}

function logWriter(log: NodeJS.WriteStream): Writer {
  return (progress, last) => {
    if (progress.step === progress.steps && !last) log.write(`${progressLine(progress)}\n`);
  };
}

/** For example `4:05`, `1:02:09`. */
function clock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const two = (n: number) => String(n).padStart(2, '0');
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}
