import { Readable } from 'node:stream';
import { spec } from 'node:test/reporters';
import { outliveReaders } from '../system/output.cjs';

outliveReaders();

/**
 * A reporter for Node's test runner: its `spec`, printed by this process. The runner's own printing fails once its
 * output is closed, before the other tests have run.
 *
 * @param {AsyncIterable<import('node:test/reporters').TestEvent>} events
 */
export default async function* printSpec(events) {
  for await (const text of Readable.from(events).compose(new spec())) process.stdout.write(text);
  yield '';
}
