// node scripts/mutate.mjs PATTERN… KEY=VALUE…: breaks the files of lib whose path contains one of the patterns, one
// place at a time in a copy of the project, and reports which changes no test notices.
//   without=TEXT   skips files whose path contains it
//   sample=100     number of changes to try, drawn at random; 0 for all
//   seed=0         seed of the draw
//   again=FILE     tries only the survivors that an earlier output lists, instead of a sample
//   tests=folder   tests of the same folder, or `all` that import the file
//   longest=20     maximum CPU seconds of a test file; longer ones are skipped
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { compiler } from './mutate/compiler.mjs';
import { importsOf } from './mutate/imports.mjs';
import { mutantsOf } from './mutate/operators.mjs';
import { Runner } from './mutate/runner.mjs';
import { sandbox } from './mutate/sandbox.mjs';

/** @typedef {import('./mutate/operators.mjs').Mutant & { file: string }} Change */
/** @typedef {{ file: string, imports: ReadonlyMap<string, number> }} TestFile */

const args = process.argv.slice(2);
const options = { without: '', sample: '100', seed: '0', again: '', tests: 'folder', longest: '20' };
for (const [key, value] of args.filter((arg) => arg.includes('=')).map((arg) => arg.split('='))) {
  Object.assign(options, { [key]: value });
}
const patterns = args.filter((arg) => !arg.includes('='));
const files = listed('lib', '.ts').filter((file) => patterns.some((pattern) => file.includes(pattern)) && !left(file));

/** CPU seconds of the test files run so far; undefined for those that are skipped. @type {Map<string, number | undefined>} */
const measured = new Map();

/** Wall seconds of the test files when `npm test` last ran. @type {Readonly<Record<string, number>>} */
const usual = existsSync('.cache/test-seconds.json')
  ? JSON.parse(readFileSync('.cache/test-seconds.json', 'utf8'))
  : {};

if (files.length === 0) {
  console.error(`error: pattern: ${patterns.join(' ') || 'none'}; must be part of a path below lib, as training/`);
  process.exitCode = 2;
} else {
  main();
}

async function main() {
  const all = files.flatMap(changesOf);
  const changes = options.again === '' ? drawn(all) : survivorsIn(options.again, all);
  const { folder, remove } = sandbox();
  const runner = new Runner(folder);
  try {
    const tests = testFiles();
    /** @type {Map<string, { tried: number, killed: number }>} */
    const counts = new Map();
    for (const [i, change] of changes.entries()) {
      const killer = await killerOf(change, tests, runner, folder);
      const group = change.file.split('/')[1];
      const { tried, killed } = counts.get(group) ?? { tried: 0, killed: 0 };
      counts.set(group, { tried: tried + 1, killed: killed + (killer ? 1 : 0) });
      console.log(`${i + 1}/${changes.length} ${killer ? 'killed' : 'SURVIVED'} ${describe(change)}`);
      if (killer) console.log(`  by ${killer}`);
    }
    for (const [group, { tried, killed }] of counts) {
      console.log(`${group}: ${killed} of ${tried} killed (${((100 * killed) / tried).toFixed(1)} %)`);
    }
  } finally {
    runner.stop();
    remove();
  }
}

/** @param {string} file */
function left(file) {
  return options.without !== '' && options.without.split(',').some((text) => file.includes(text));
}

/** @param {string} folder @param {string} end */
function listed(folder, end) {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names
    .filter((name) => name.endsWith(end))
    .map((name) => join(folder, name))
    .sort();
}

/** @param {string} file @returns {Change[]} */
function changesOf(file) {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022, true);
  return mutantsOf(source).map((mutant) => ({ ...mutant, file }));
}

/**
 * A random sample of the changes that the compiler accepts.
 * @param {readonly Change[]} changes
 */
function drawn(changes) {
  const compiles = compiler(files);
  const wanted = Number(options.sample) || changes.length;
  const order = changes.map((change, i) => ({ change, key: hash(Number(options.seed), i) }));
  order.sort((a, b) => a.key - b.key);
  /** @type {Change[]} */
  const accepted = [];
  for (const { change } of order) {
    if (accepted.length === wanted) break;
    if (compiles(change.file, changed(change))) accepted.push(change);
  }
  console.log(`${changes.length} changes to ${files.length} files; ${accepted.length} are tried`);
  return accepted.sort((a, b) => (a.file === b.file ? a.start - b.start : a.file < b.file ? -1 : 1));
}

/** @param {string} output file of an earlier output @param {readonly Change[]} changes */
function survivorsIn(output, changes) {
  const lines = readFileSync(output, 'utf8').matchAll(/^\d+\/\d+ SURVIVED (.*)$/gm);
  const survivors = new Set(Array.from(lines, ([, text]) => text));
  return changes.filter((change) => survivors.has(describe(change)));
}

/** @param {number} seed @param {number} i */
function hash(seed, i) {
  let h = Math.imul(i + 1, 0x9e3779b1) ^ Math.imul(seed + 1, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39);
  return (h ^ (h >>> 15)) >>> 0;
}

/** @param {Change} change */
function changed({ file, start, end, text }) {
  const source = readFileSync(file, 'utf8');
  return source.slice(0, start) + text + source.slice(end);
}

/** @returns {TestFile[]} the test files that may notice a change, without those that need a machine of their own */
function testFiles() {
  const folders = new Set(files.map((file) => file.split('/')[1]));
  return listed('test', '.test.ts')
    .filter((file) => options.tests !== 'folder' || folders.has(file.split('/')[1]))
    .filter((file) => !file.includes('.serial.'))
    .map((file) => ({ file, imports: importsOf(file) }));
}

/**
 * CPU seconds of a test file without a change; undefined if it fails or takes too long.
 *
 * @param {string} file
 * @param {Runner} runner
 */
async function secondsOf(file, runner) {
  if (measured.has(file)) return measured.get(file);
  if (usual[file] > 3 * Number(options.longest)) {
    console.log(`${file} is skipped: ${usual[file].toFixed(0)} s when the tests last ran`);
    measured.set(file, undefined);
    return undefined;
  }
  const { failed, message, seconds } = await runner.run(file, 2 * Number(options.longest));
  const isSkipped = failed !== undefined || seconds > Number(options.longest);
  if (isSkipped)
    console.log(`${file} is skipped: ${failed ? `${failed}; ${message ?? ''}` : `${seconds.toFixed(0)} s`}`);
  measured.set(file, isSkipped ? undefined : seconds);
  return measured.get(file);
}

/**
 * The test that fails with a change; undefined if none does. Fast tests that import the file directly run first.
 *
 * @param {Change} change
 * @param {readonly TestFile[]} tests
 * @param {Runner} runner
 * @param {string} folder
 */
async function killerOf(change, tests, runner, folder) {
  const path = join(folder, change.file);
  const [whole, broken] = [readFileSync(path, 'utf8'), changed(change)];
  /** @param {string} file @param {number} seconds */
  const runBroken = async (file, seconds) => {
    writeFileSync(path, broken);
    const { failed } = await runner.run(file, 4 + 3 * seconds);
    writeFileSync(path, whole);
    return failed;
  };
  const cost = (/** @type {TestFile} */ { file, imports }) =>
    (imports.get(change.file) ?? 0) * (measured.get(file) ?? usual[file] ?? 1);
  const importers = tests.filter(({ imports }) => imports.has(change.file));
  for (const { file } of importers.sort((a, b) => cost(a) - cost(b))) {
    const seconds = await secondsOf(file, runner);
    if (seconds === undefined) continue;
    let failed = await runBroken(file, seconds);
    if (failed === undefined) continue;
    // A failure counts if the same test passes afterwards without the change in the same process; otherwise the process
    // itself may be the cause.
    if (failed !== 'timeout' && failed !== 'crash' && (await runner.run(file, 40, failed)).failed !== undefined) {
      runner.stop();
      failed = await runBroken(file, seconds);
      runner.stop();
    }
    if (failed !== undefined) return `${file}: ${failed}`;
  }
  return undefined;
}

/** @param {Change} change */
function describe({ file, start, end, text, kind }) {
  const source = readFileSync(file, 'utf8');
  const line = source.slice(0, start).split('\n').length;
  const short = (/** @type {string} */ value) => value.replace(/\s+/g, ' ').slice(0, 100);
  return `${resolve(file).slice(resolve('.').length + 1)}:${line} ${kind}: ${short(source.slice(start, end))} → ${short(text)}`;
}
