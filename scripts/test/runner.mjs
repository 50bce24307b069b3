import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runChild } from '../run/child.mjs';
import { outliveReaders } from '../system/output.cjs';
import { TYPESCRIPT } from '../system/typescript.cjs';
import { environmentOf } from './jobs.mjs';

outliveReaders();

/** @typedef {import('./counts.mjs').Counts} Counts */
/** @typedef {import('./jobs.mjs').Job} Job */

/** @typedef {Counts & { status: number }} Outcome */

/**
 * Runs test files under Node's test runner, and prints what each job reported when it ends. If files that share a
 * process fail, each of them runs again alone, and that result counts.
 *
 * @param {readonly Job[]} jobs
 * @param {number} concurrency jobs at a time
 * @returns {Promise<Outcome>}
 */
export async function runTests(jobs, concurrency) {
  mkdirSync('.cache', { recursive: true });
  const waiting = [...jobs];
  /** @type {Outcome} */
  const sum = { passed: 0, failed: 0, skipped: 0, seconds: {}, status: 0 };
  const work = async () => {
    for (let job = waiting.shift(); job !== undefined && sum.status <= 1; job = waiting.shift()) {
      const { status, report, ...counts } = await run(job);
      if (job.length > 1 && (status === 1 || counts.failed > 0)) {
        console.log(`failed together, each runs again alone: ${job.join(', ')}`);
        waiting.unshift(...job.map((file) => [file]));
        continue;
      }
      process.stdout.write(report);
      for (const key of /** @type {const} */ (['passed', 'failed', 'skipped'])) sum[key] += counts[key];
      Object.assign(sum.seconds, counts.seconds);
      sum.status = Math.max(sum.status, status); // above 1 after a signal
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  return sum;
}

/**
 * @param {Job} files
 * @returns {Promise<Outcome & { report: string }>}
 */
async function run(files) {
  const folder = mkdtempSync(join('.cache', 'test-'));
  const [counts, report] = ['counts.json', 'report.txt'].map((name) => join(folder, name));
  const args = [
    TYPESCRIPT,
    ['--test-reporter=spec', `--test-reporter-destination=${report}`],
    ['--test-reporter=./scripts/test/counts.mjs', `--test-reporter-destination=${counts}`],
    ['scripts/test/together.cjs', ...files],
  ];
  try {
    const status = await runChild(process.execPath, args.flat(), environmentOf(files));
    const read = JSON.parse(textOf(counts) || '{ "passed": 0, "failed": 1, "skipped": 0, "seconds": {} }');
    return { ...read, report: textOf(report), status };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** @param {string} file */
function textOf(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return ''; // the process ended before it wrote
  }
}
