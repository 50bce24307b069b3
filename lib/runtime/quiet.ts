import { closeSync, openSync } from 'node:fs';

/**
 * Runs `load` with file descriptor 2 on /dev/null. TensorFlow 2.21 greets on stderr while its library initialises,
 * before it reads any log level, and the command line promises that stderr holds one line when something is wrong.
 * What fails still throws. Where the descriptor cannot be reopened (a socket, no /proc), `load` just runs.
 */
export function quietly<T>(load: () => T): T {
  const stderr = reopen('/proc/self/fd/2');
  if (stderr === undefined) return load();
  try {
    redirect('/dev/null');
    return load();
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
