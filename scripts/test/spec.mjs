import { Readable } from 'node:stream';
import { spec } from 'node:test/reporters';
import { outliveReaders } from '../system/output.cjs';

outliveReaders();

/**
 * A reporter for Node's test runner: its `spec`, printed from here. The runner's own printing ends with the reader of its
 * output, before the other tests have run.
 *
 * @param {AsyncIterable<import('node:test/reporters').TestEvent>} events
 */
export default async function* printSpec(events) {
  for await (const text of Readable.from(events).compose(new spec())) process.stdout.write(text);
  yield '';
}
