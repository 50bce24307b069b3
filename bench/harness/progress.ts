/** Shows what a bench does at the moment, in one line of the terminal; writes nothing to a pipe. */
export function progressTo(part: string, terminal: NodeJS.WriteStream = process.stderr): (what: string) => void {
  return (what) => {
    if (terminal.isTTY) terminal.write(`\r\x1b[K${part}: ${what}`.slice(0, terminal.columns));
  };
}

/** Writes a line that stays, also to a pipe. */
export function reportLine(line: string, terminal: NodeJS.WriteStream = process.stderr): void {
  terminal.write(`${terminal.isTTY ? '\r\x1b[K' : ''}${line}\n`);
}
