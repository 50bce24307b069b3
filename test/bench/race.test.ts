import assert from 'node:assert/strict';
import { test } from 'node:test';
import { race } from '../../bench/harness/race';

/** A contender that answers with `time` and describes itself with `about`, or ends at the first request. */
const contender = (name: string, time: number | undefined, about: object = {}) => ({
  name,
  command: [
    process.execPath,
    '-e',
    `console.log('${JSON.stringify(about)}');
     process.stdin.on('data', () => ${time === undefined ? `{ console.error('Error: no memory'); process.exit(1) }` : `console.log(${time})`})`,
  ],
});
const options = { steps: 3, warmUp: 1, threads: 1, finalists: 2, signal: new AbortController().signal };

test('the fastest rivals of the heats take turns with ours in the final; the others keep the times of their heats', async () => {
  const rivals = [contender('slow', 9), contender('fast', 2), contender('second', 3), contender('fourth', 3.5)];
  const { ours, rivals: measured, absent } = await race(contender('ours', 1), rivals, options);
  assert.deepEqual(absent, []);
  assert.deepEqual(ours.times, [1, 1, 1]);
  assert.deepEqual(
    measured.map(({ name, times, final }) => ({ name, times, final })),
    [
      { name: 'slow', times: [9, 9], final: false },
      { name: 'fast', times: [2, 2, 2], final: true },
      { name: 'second', times: [3, 3, 3], final: true },
      { name: 'fourth', times: [3.5, 3.5], final: false },
    ],
  );
  for (const { peak } of [ours, ...measured])
    assert.ok(peak! > 20 && peak! < 500, `Node takes tens of MB, not ${peak}`);
});

test('a rival that takes more than twice the time of the fastest one is measured once', async () => {
  const { rivals } = await race(contender('ours', 1), [contender('fast', 2), contender('slow', 5)], {
    ...options,
    finalists: 1,
  });
  assert.deepEqual(rivals[1].times, [5]);
});

test('a rival that fails or differs is reported with its reason, and the others run', async () => {
  const check = (theirs: { readonly version?: unknown }) => (theirs.version === 2 ? 'has another network' : undefined);
  const rivals = [contender('broken', undefined), contender('other', 2, { version: 2 }), contender('good', 3)];
  const { rivals: measured, absent } = await race(contender('ours', 1), rivals, { ...options, check });
  assert.deepEqual(absent, [
    { name: 'broken', why: 'broken ended early: Error: no memory' },
    { name: 'other', why: 'has another network' },
  ]);
  assert.deepEqual(
    measured.map(({ name }) => name),
    ['good'],
  );
});

test('a signal stops the race, and ours must run', async () => {
  const controller = new AbortController();
  const onProgress = (what: string) => what.startsWith('final') && controller.abort(new Error('SIGINT'));
  const stopped = race(contender('ours', 1), [contender('a', 2)], {
    ...options,
    signal: controller.signal,
    onProgress,
  });
  await assert.rejects(stopped, /SIGINT/);
  await assert.rejects(race(contender('ours', undefined), [contender('a', 2)], options), /ours ended early/);
});
