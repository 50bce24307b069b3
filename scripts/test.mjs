// npm test -- PATTERN…: lint, types, then every test/**/*.test.ts whose path contains one of the patterns. Two files
// run at a time; files named *.serial.test.ts, which need a quiet machine, run afterwards, one by one.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { outliveReaders } from './system/output.cjs';
import { runTests } from './test/runner.mjs';

outliveReaders();
const patterns = process.argv.slice(2);
const all = readdirSync('test', { recursive: true, encoding: 'utf8' })
  .map((file) => join('test', file))
  .filter((file) => file.endsWith('.test.ts'))
  .sort();
const files = patterns.length === 0 ? all : all.filter((file) => patterns.some((pattern) => file.includes(pattern)));
const wrong = patterns.find((pattern) => !all.some((file) => file.includes(pattern)));

if (wrong !== undefined) {
  console.error(`error: pattern: ${wrong}; must be part of a test file's path, for example data/fer2013`);
  process.exitCode = 2;
} else {
  main();
}

async function main() {
  const faults = [
    check('lint or format; npx biome check --write . fixes most of it', [
      '@biomejs/biome/bin/biome',
      'ci',
      '--log-level=warn',
      '.',
    ]),
    check('types', ['typescript/bin/tsc', '--noEmit']),
  ].flat();
  const serial = files.filter((file) => file.endsWith('.serial.test.ts'));
  const parallel = files.filter((file) => !serial.includes(file));
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const [group, concurrency] of /** @type {const} */ ([
    [parallel, 2],
    [serial, 1],
  ])) {
    const { status, ...counts } = await runTests(group, concurrency);
    for (const key of /** @type {const} */ (['passed', 'failed', 'skipped'])) sum[key] += counts[key];
    process.exitCode = process.exitCode || status;
    if (status > 1) break; // interrupted
  }
  for (const fault of faults) console.log(`failed: ${fault}`);
  if (faults.length > 0) process.exitCode = process.exitCode || 1;
  console.log(`${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`);
}

/**
 * @param {string} name
 * @param {readonly string[]} command its file in node_modules: in .bin, tslab's old tsc shadows the project's
 * @returns {readonly string[]} the name if it failed
 */
function check(name, [program, ...args]) {
  const { status } = spawnSync(process.execPath, [join('node_modules', program), ...args], { stdio: 'inherit' });
  return status === 0 ? [] : [name];
}
