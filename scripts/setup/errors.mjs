import { readFileSync } from 'node:fs';

/** Something is missing on the machine: one line of the form `noun: problem; how to fix it`. */
export class SetupError extends Error {
  /** @override */
  name = 'SetupError';

  /**
   * @param {string} noun
   * @param {string} fault
   * @param {string} fix
   * @param {1 | 2} [status] the command's exit status: 2 for a fault of what the user gave
   */
  constructor(noun, fault, fix, status = 1) {
    super(`${noun}: ${fault}; ${fix}`);
    this.status = status;
  }
}

/** Patterns in the output of package managers, and what they mean. The first match counts. */
const CAUSES = /** @type {const} */ ([
  [/ENOSPC|No space left/i, 'the disk is full', 'free some space and run the command again'],
  [
    /EINTEGRITY|DO NOT MATCH THE HASHES|Hash mismatch/i,
    'a package differs from the locked one',
    'find out why before you continue',
  ],
  [/CERT_|certificate|SSLError/i, "the registry's certificate is not trusted", 'see the log'],
  [
    /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ENETUNREACH|ECONNRESET|NewConnectionError|Max retries|timed out|error sending request|dns error|tcp connect/i,
    'the registry does not answer',
    'check network and proxy, then run the command again',
  ],
  [
    /No matching distribution|no wheels|not compatible|not found in the package registry/i,
    'no package for this machine',
    'needs Linux with glibc on x86_64 or aarch64',
  ],
]);

/**
 * The error for a step whose program failed, explained by the program's output.
 *
 * @param {string} step
 * @param {string} log the file
 */
export function explain(step, log) {
  const text = readFileSync(log, 'utf8');
  const cause = CAUSES.find(([pattern]) => pattern.test(text));
  return cause
    ? new SetupError(step, cause[1], `${cause[2]} (log: ${log})`)
    : new SetupError(step, lastError(text), `see ${log}`);
}

/** @param {string} text */
function lastError(text) {
  const lines = text.split('\n').filter((line) => /error/i.test(line));
  const last = lines
    .at(-1)
    ?.trim()
    .replace(/\p{C}+/gu, '?'); // a log may contain control characters
  return last?.slice(0, 200) ?? 'failed';
}
