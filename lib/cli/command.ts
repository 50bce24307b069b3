import { outliveReaders } from '../../scripts/system/output.cjs';
import { onStop, statusOf } from '../../scripts/system/signals.cjs';
import { InputError, isSystemError } from '../core/errors';
import { printable } from '../core/excerpt';
import type { Keys } from '../core/keys';
import { type ArgumentOptions, type Arguments, readArguments } from './arguments';
import { usage } from './usage';

/**
 * Runs a command's body and ends the process with a documented status: 0, or what the body set as `process.exitCode`; 2
 * with a one-line message for errors that the user can fix; 128 + n after signal n (SIGINT, SIGTERM, SIGHUP, SIGUSR1 or
 * SIGUSR2). A second Ctrl-C ends the process at once. `--help` prints the usage instead.
 *
 * @param definition the command, or a function of the arguments if its keys depend on them
 * @param body receives the arguments, and an abort signal that fires on the first of these signals, with `Error(NAME)`
 * as its reason
 */
export async function command<const K extends Keys>(
  definition: ArgumentOptions<K> | ((argv: readonly string[]) => ArgumentOptions<K>),
  body: (given: Arguments<K>, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  outliveReaders();
  const argv = process.argv.slice(2);
  const controller = new AbortController();
  let status = 0;
  onStop(
    (signal) => {
      status = statusOf(signal);
      controller.abort(new Error(signal));
    },
    { once: true },
  );
  try {
    const options = typeof definition === 'function' ? definition(argv) : definition;
    if (argv.some((argument) => argument === '--help' || argument === '-h')) console.log(usage(options));
    else await body(readArguments(argv, options), controller.signal);
  } catch (error) {
    if (error instanceof InputError) {
      console.error(`error: ${error.message}`);
      status = 2;
    } else if (isSystemError(error)) {
      // For example, Node's message is `EACCES: permission denied, mkdir '…'`.
      const place = printable(error.path ?? error.syscall ?? 'system');
      console.error(`error: ${place}: ${error.code}; ${printable(error.message.split(/: |, /)[1])}`);
      status ||= 1;
    } else if (status === 0) throw error;
  }
  // Exits explicitly, because Chromium and TensorFlow's threads would keep the process running for a while.
  process.exit(status || process.exitCode);
}
