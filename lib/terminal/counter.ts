import { inNotebook, Output } from './cell-output';

/** Minimum milliseconds between two updates of the line. */
const INTERVAL = 200;

/**
 * A line that counts progress, such as `1,280/3,589 images`, updated in place below the cell or in the terminal. Writes
 * nothing to a pipe.
 *
 * @param noun what is counted
 * @param terminal the output outside a notebook
 */
export function counter(
  noun: string,
  terminal: NodeJS.WriteStream = process.stderr,
): (done: number, of: number) => void {
  const output = inNotebook() ? new Output() : undefined;
  let shown = 0;
  return (done, of) => {
    if (done < of && Date.now() - shown < INTERVAL) return;
    shown = Date.now();
    const line = `${done.toLocaleString('en')}/${of.toLocaleString('en')} ${noun}`;
    if (output) output.show({ 'text/plain': line });
    else if (terminal.isTTY) terminal.write(`\r\x1b[K${done < of ? line : ''}`);
  };
}
