import { inNotebook, Output } from '../notebook/output';

/** Milliseconds between two states of the line. */
const INTERVAL = 200;

/**
 * A line that counts what is done, as `1,280/3,589 images`, in place below the cell or in the terminal. A pipe gets
 * nothing.
 *
 * @param noun what is counted
 * @param terminal where it is written outside a notebook
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
