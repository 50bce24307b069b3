import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runChild } from '../run/child.mjs';
import { TYPESCRIPT } from '../system/typescript.cjs';

/** @typedef {import('./counts.mjs').Counts} Counts */

/**
 * Runs test files under Node's test runner, each in a process of its own, and reports on stdout.
 *
 * @param {readonly string[]} files
 * @param {number} concurrency files at a time
 * @returns {Promise<Counts & { status: number }>}
 */
export async function runTests(files, concurrency) {
  if (files.length === 0) return { passed: 0, failed: 0, skipped: 0, status: 0 };
  mkdirSync('.cache', { recursive: true });
  const folder = mkdtempSync(join('.cache', 'test-'));
  const counts = join(folder, 'counts.json');
  const args = [
    [...TYPESCRIPT, '--test', `--test-concurrency=${concurrency}`],
    ['--test-reporter=./scripts/test/spec.mjs', '--test-reporter-destination=/dev/null'],
    ['--test-reporter=./scripts/test/counts.mjs', `--test-reporter-destination=${counts}`],
    files,
  ];
  try {
    const status = await runChild(process.execPath, args.flat(), process.env);
    return { ...JSON.parse(readFileSync(counts, 'utf8') || '{ "passed": 0, "failed": 1, "skipped": 0 }'), status };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
