/**
 * Numbers of tests, without suites, and the seconds of each outermost suite.
 *
 * @typedef {object} Counts
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 * @property {Record<string, number>} seconds
 */

/**
 * A reporter for Node's test runner: the counts as JSON.
 *
 * @param {AsyncIterable<import('node:test/reporters').TestEvent>} events
 */
export default async function* counts(events) {
  /** @type {Counts} */
  const sum = { passed: 0, failed: 0, skipped: 0, seconds: {} };
  let tests = 0; // of the outermost suite that is running
  for await (const { type, data } of events) {
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    if (data.details.type === 'suite') {
      if (data.nesting > 0) continue;
      sum.seconds[data.name] = data.details.duration_ms / 1000;
      if (tests === 0) sum.failed++; // a file that registers no test
      tests = 0;
      continue;
    }
    tests++;
    if (type === 'test:fail') sum.failed++;
    else if (data.skip === undefined) sum.passed++;
    else sum.skipped++;
  }
  yield JSON.stringify(sum);
}
