import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Dataset, EMOTIONS, PIXELS } from '../../lib/data/dataset';
import { findCopies, withoutCopies } from '../../lib/evaluation/copies';
import { accuracyWithoutCopies } from '../../lib/evaluation/describe';
import { wilson } from '../../lib/evaluation/intervals';
import { noise } from '../data/tables';
import { oneHot } from './predictions';

/** Twelve images: 0–5 Training, 6–8 PublicTest, 9–11 PrivateTest. 9 is 0 again, 10 is 1 but for a mark, 11 is 6. */
function repeated(): Dataset {
  const data = noise(12);
  const image = (i: number) => data.images.subarray(i * PIXELS, (i + 1) * PIXELS);
  image(9).set(image(0));
  image(10).set(image(1));
  image(10).fill(0, 0, 9);
  image(11).set(image(6));
  return { ...data, splits: Uint8Array.of(0, 0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 2) };
}

const data = repeated();
const labels = data.labels.subarray(9);
/** Right about 9 and 10, wrong about 11. */
const predictions = {
  classes: EMOTIONS,
  labels,
  probabilities: oneHot(labels, (label, i) => (i < 2 ? label : (label + 1) % 7)),
};

test('images whose pixels Training holds are left out', async () => {
  const copies = await findCopies(data, 'exact');
  assert.deepEqual(withoutCopies(data, 'PrivateTest', predictions, ['Training'], copies), {
    kind: 'exact',
    fitted: ['Training'],
    removed: 1,
    n: 2,
    top1: 0.5,
    interval: wilson(1, 2),
  });
});

test('the search for near copies says how far it is, and stops at a signal', async () => {
  const told: number[][] = [];
  await findCopies(data, 'near', { onProgress: (...done) => told.push(done) });
  assert.deepEqual(told, [[12, 12]]);
  await assert.rejects(findCopies(data, 'near', { signal: AbortSignal.abort(new Error('stop')) }), /^Error: stop$/);
});

test('near copies are left out where they are asked for, and those of PublicTest where it was fitted as well', async () => {
  const copies = await findCopies(data, 'near');
  const { removed, n, top1 } = withoutCopies(data, 'PrivateTest', predictions, ['Training'], copies);
  assert.deepEqual([removed, n, top1], [2, 1, 0]);
  const fitted = ['Training', 'PublicTest'] as const;
  assert.equal(withoutCopies(data, 'PrivateTest', predictions, fitted, copies).n, 0);
});

test('in other data than FER2013, images alike are not called copies', async () => {
  const { kind, groups } = await findCopies({ ...data, name: 'faces' }, 'near');
  assert.equal(kind, 'alike');
  assert.deepEqual(groups, (await findCopies(data, 'near')).groups);
});

test('what is left is told with its interval, and marked like the whole', () => {
  const whole = { split: 'PrivateTest', n: 3589, top1: 0.74, interval: wilson(2656, 3589) } as const;
  const rest = { kind: 'near', fitted: ['Training'], removed: 466, n: 3123 } as const;
  const without_copies = { ...rest, top1: 2252 / 3123, interval: wilson(2252, 3123) };
  assert.equal(
    accuracyWithoutCopies({ ...whole, selected_on: 'PublicTest', without_copies }),
    'without the 466 of which Training holds a copy, n = 3123: 72.11 % (70.51–73.66)',
  );
  assert.match(
    accuracyWithoutCopies({
      ...whole,
      selected_on: 'PrivateTest',
      without_copies: { ...without_copies, kind: 'exact' },
    })!,
    /of which Training holds the same pixels, n = 3123: 72\.11 %† /,
  );
  assert.match(
    accuracyWithoutCopies({ ...whole, selected_on: null, without_copies: { ...without_copies, kind: 'alike' } })!,
    /^without the 466 of which Training holds an image alike, /,
  );
  const none = { ...without_copies, removed: 0 };
  assert.equal(accuracyWithoutCopies({ ...whole, selected_on: null, without_copies: none }), undefined);
});
