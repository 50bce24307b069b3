import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * SHA-256 over parts, each kept apart from the next.
 *
 * @param {readonly (string | Buffer)[]} parts
 */
export function digest(parts) {
  const sha = createHash('sha256');
  for (const part of parts) sha.update(`${part.length}:`).update(part);
  return sha.digest('hex');
}

/**
 * What a file holds, empty where there is none.
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
 * Whether a step is to be done: its product or its stamp is missing, or the stamp was made from other inputs.
 *
 * @param {import('./setup.mjs').Step} step
 */
export function isMissing(step) {
  return !existsSync(step.product) || textOf(step.stamp) !== step.inputs();
}

/**
 * Does a step and stamps it. Without the stamp that a step removes first and writes last, it is done again from its
 * start, so that being killed at any moment leaves nothing that looks finished.
 *
 * @param {import('./setup.mjs').Step} step
 * @param {() => Promise<void>} run
 */
export async function stamped(step, run) {
  rmSync(step.stamp, { force: true });
  await run();
  writeWhole(step.stamp, step.inputs());
}
