import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * SHA-256 over parts with separators.
 *
 * @param {readonly (string | Buffer)[]} parts
 */
export function digest(parts) {
  const sha = createHash('sha256');
  for (const part of parts) sha.update(`${part.length}:`).update(part);
  return sha.digest('hex');
}

/**
 * A file's content; empty if it does not exist.
 *
 * @param {string} file
 */
export function textOf(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

/**
 * Writes a file whole or not at all.
 *
 * @param {string} file
 * @param {string} content
 */
export function writeWhole(file, content) {
  mkdirSync(dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}`;
  writeFileSync(temporary, content);
  renameSync(temporary, file);
}

/**
 * Whether a step must run: its product or its stamp is missing, or its inputs have changed.
 *
 * @param {import('./setup.mjs').Step} step
 */
export function isMissing(step) {
  return !existsSync(step.product) || textOf(step.stamp) !== step.inputs();
}

/**
 * Runs a step and stamps it. The stamp is removed first and written last, so that a step killed at any moment runs
 * again from the start.
 *
 * @param {import('./setup.mjs').Step} step
 * @param {() => Promise<void>} run
 */
export async function stamped(step, run) {
  rmSync(step.stamp, { force: true });
  await run();
  writeWhole(step.stamp, step.inputs());
}
