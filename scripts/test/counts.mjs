/**
 * Numbers of tests, without suites.
 *
 * @typedef {object} Counts
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 */

/**
 * A reporter for Node's test runner: the counts as JSON.
 *
 * @param {AsyncIterable<import('node:test/reporters').TestEvent>} events
 */
export default async function* counts(events) {
  /** @type {Counts} */
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for await (const { type, data } of events) {
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    if (data.details.type === 'suite') continue;
    if (type === 'test:fail') sum.failed++;
    else if (data.skip === undefined) sum.passed++;
    else sum.skipped++;
  }
  yield JSON.stringify(sum);
}
