import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Test files that run in one process.
 *
 * @typedef {readonly string[]} Job
 */

/** Files in a process: enough to share its start, and few enough that all processes end at about the same time. */
const SHARED = 12;

/**
 * Divides test files into jobs, the longest first. Files that start no processes share one, which loads `lib` and
 * TensorFlow once: that takes as long as most of them.
 *
 * @param {readonly string[]} files
 * @param {Readonly<Record<string, number>>} seconds by file, as far as known
 * @returns {Job[]}
 */
export function jobsOf(files, seconds) {
  const units = files.filter(isUnit);
  const apart = files.filter((file) => !units.includes(file)).map((file) => [file]);
  const shared = Array.from({ length: Math.ceil(units.length / SHARED) }, (_, i) =>
    units.slice(i * SHARED, (i + 1) * SHARED),
  );
  const expected = (/** @type {Job} */ job) =>
    job.reduce((sum, file) => sum + (seconds[file] ?? EXPECTED[file] ?? UNKNOWN), 0);
  return [...shared, ...apart].sort((a, b) => expected(b) - expected(a));
}

/** Seconds of a file that has not run on this machine yet. */
const UNKNOWN = 5;
/**
 * Those of the longest ones, of which the last would otherwise run alone.
 *
 * @type {Readonly<Record<string, number>>}
 */
export const EXPECTED = Object.fromEntries(
  Object.entries({
    'notebooks/run': 200,
    'docs/commands': 80,
    'training/killed': 90,
    'demo/page': 90,
    'tuning/slurm': 80,
    'tuning/crashes': 60,
    'scripts/setup': 60,
    'tuning/tune': 60,
    'notebooks/headless': 50,
    'bench/peers': 50,
    'lab/train': 40,
    'training/restore': 40,
    'tuning/own-kinds': 40,
    'training/trainer': 40,
  }).map(([name, seconds]) => [join('test', `${name}.test.ts`), seconds]),
);

/**
 * The environment of a job: one thread for TensorFlow, since the jobs share the cores, and threads of several would wait
 * for each other. Tests of the runtime, whose ops have threads, and those that run alone have all of them. Additional
 * certificates, which Node 20 reads at each start and which takes longer than the rest of the start, are left to the tests
 * that install packages.
 *
 * @param {Job} files
 * @param {NodeJS.ProcessEnv} [inherited]
 * @returns {NodeJS.ProcessEnv}
 */
export function environmentOf(files, inherited = process.env) {
  const hasThreads = (/** @type {string} */ file) =>
    file.endsWith('.serial.test.ts') || file.startsWith(join('test', 'runtime'));
  const installs = (/** @type {string} */ file) =>
    file.startsWith(join('test', 'scripts')) || file.endsWith('versions.test.ts');
  const { NODE_EXTRA_CA_CERTS: _, ...rest } = inherited;
  const env = files.some(installs) ? inherited : rest;
  return { ...(files.some(hasThreads) ? {} : { TF_NUM_INTRAOP_THREADS: '1' }), ...env };
}

/**
 * Whether a test file starts no process and needs no quiet machine.
 *
 * @param {string} file
 */
export function isUnit(file) {
  const isScripts = file.startsWith(join('test', 'scripts')); // which may replace parts of Node
  return !file.endsWith('.serial.test.ts') && !isScripts && !startsProcesses(file, new Set());
}

/**
 * @param {string} file
 * @param {Set<string>} seen
 * @returns {boolean} whether it or a helper beside the tests does
 */
function startsProcesses(file, seen) {
  if (seen.has(file)) return false;
  seen.add(file);
  const text = readFileSync(file, 'utf8');
  if (/'(node:child_process|node:worker_threads|playwright-core)'|executors\/|execArgv/.test(text)) return true;
  const imported = Array.from(text.matchAll(/from '(\.[^']*)'/g), ([, path]) => join(dirname(file), `${path}.ts`));
  return imported
    .filter((path) => path.startsWith('test') && existsSync(path))
    .some((path) => startsProcesses(path, seen));
}
