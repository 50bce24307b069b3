import { closeSync, openSync } from 'node:fs';

/**
 * Runs `work` with file descriptor 2 on /dev/null. TensorFlow 2.21 writes a greeting to stderr while its library
 * initialises, before it reads any log level, and a line of its own when it cannot decode a picture. The command line
 * promises that stderr holds one line when something is wrong. Errors are still thrown. Where the descriptor cannot be
 * reopened (a socket, no /proc), `work` runs without the redirection. Takes some 10 µs.
 */
export function quietly<T>(work: () => T): T {
  const stderr = reopen('/proc/self/fd/2');
  if (stderr === undefined) return work();
  try {
    redirect('/dev/null');
    return work();
  } finally {
    redirect(`/proc/self/fd/${stderr}`);
    closeSync(stderr);
  }
}

/** The lowest free descriptor is the one that was closed a moment ago. */
function redirect(path: string): void {
  closeSync(2);
  openSync(path, 'a');
}

function reopen(path: string): number | undefined {
  try {
    return openSync(path, 'a');
  } catch {
    return undefined;
  }
}
