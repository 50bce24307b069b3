// npm test -- PATTERN…: lint, types, and every test/**/*.test.ts whose path contains one of the patterns. Two
// processes more than the machine has cores run at a time, since many wait for a browser or a clock; files named
// *.serial.test.ts, which need a quiet machine, run afterwards, one by one.
// --quick leaves out the files that start processes, and those that took more than five seconds when they last ran on
// this machine.
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { runChild } from './run/child.mjs';
import { renewDeclarations } from './run/declarations.mjs';
import { writeWhole } from './setup/stamp.mjs';
import { outliveReaders } from './system/output.cjs';
import { isUnit, jobsOf } from './test/jobs.mjs';
import { runTests } from './test/runner.mjs';
import { TYPE_CHECK } from './test/type-check.mjs';

outliveReaders();
const args = process.argv.slice(2);
const quick = args.includes('--quick');
const patterns = args.filter((arg) => arg !== '--quick');
const all = readdirSync('test', { recursive: true, encoding: 'utf8' })
  .map((file) => join('test', file))
  .filter((file) => file.endsWith('.test.ts'))
  .sort();
const matching = patterns.length === 0 ? all : all.filter((file) => patterns.some((pattern) => file.includes(pattern)));
const wrong = patterns.find((pattern) => !all.some((file) => file.includes(pattern)));
/** What the compiler found when it last ran. */
const TYPES = join('.cache', 'types.tsbuildinfo');
/** Seconds of each test file when it last ran, by which the longest start first. */
const SECONDS = join('.cache', 'test-seconds.json');
/** @type {Readonly<Record<string, number>>} */
const before = existsSync(SECONDS) ? JSON.parse(readFileSync(SECONDS, 'utf8')) : {};
/** Seconds of a file that --quick runs. */
const QUICK = 5;
const files = quick ? matching.filter((file) => isUnit(file) && !(before[file] > QUICK)) : matching;

if (wrong !== undefined) {
  console.error(`error: pattern: ${wrong}; must be part of a test file's path, for example data/fer2013`);
  process.exitCode = 2;
} else {
  main();
}

async function main() {
  const lint = ['@biomejs/biome/bin/biome', 'ci', '--log-level=warn', '.'];
  if (!files.every(isUnit)) renewDeclarations();
  const checked = Promise.all([
    check('lint or format; npx biome check --write . fixes most of it', lint),
    check('types', [...TYPE_CHECK, '--incremental', '--tsBuildInfoFile', TYPES]),
  ]);
  const serial = files.filter((file) => file.endsWith('.serial.test.ts'));
  const parallel = files.filter((file) => !serial.includes(file));
  const sum = { passed: 0, failed: 0, skipped: 0, seconds: {} };
  for (const [jobs, concurrency] of /** @type {const} */ ([
    [jobsOf(parallel, before), availableParallelism() + 2],
    [serial.map((file) => [file]), 1],
  ])) {
    const { status, ...counts } = await runTests(jobs, concurrency);
    for (const key of /** @type {const} */ (['passed', 'failed', 'skipped'])) sum[key] += counts[key];
    Object.assign(sum.seconds, counts.seconds);
    process.exitCode = process.exitCode || status;
    if (status > 1) break; // interrupted
  }
  mkdirSync('.cache', { recursive: true });
  writeWhole(SECONDS, JSON.stringify({ ...before, ...sum.seconds }));
  if (files.length > LONGEST) console.log(`longest: ${longest(sum.seconds)}`);
  const faults = (await checked).flat();
  for (const fault of faults) console.log(`failed: ${fault}`);
  if (faults.length > 0) process.exitCode = process.exitCode || 1;
  console.log(`${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`);
}

/** Files that the last lines list. */
const LONGEST = 10;

/** @param {Readonly<Record<string, number>>} seconds */
function longest(seconds) {
  const sorted = Object.entries(seconds).sort(([, a], [, b]) => b - a);
  const listed = sorted.slice(0, LONGEST).map(([file, each]) => `${file} ${each.toFixed(0)} s`);
  return listed.join(', ');
}

/**
 * @param {string} name
 * @param {readonly string[]} command its file below node_modules: in .bin, tslab's own old tsc shadows the project's
 * @returns {Promise<readonly string[]>} the name if it failed
 */
async function check(name, [program, ...rest]) {
  const status = await runChild(process.execPath, [join('node_modules', program), ...rest], process.env);
  return status === 0 ? [] : [name];
}
