import assert from 'node:assert/strict';
import { test } from 'node:test';
import { classCounts, type Dataset, EMOTIONS, hash, imagesAt, PIXELS, SPLITS, select } from '../../lib/data/dataset';
import { FERPLUS_OF_LABEL, FERPLUS_VOTES, loadFerPlus, votesOf } from '../../lib/data/ferplus';
import { load } from '../../lib/data/load-dataset';
import { departure, OFFICIAL_COUNTS } from '../../lib/data/official';
import { inOfficialOrder } from '../../lib/data/official-order';
import { officialRows, rowsByPixels } from '../../lib/data/official-rows';
import { officialFer2013, rowsOf, sharedFile } from './official';
import { tableOf, temporaryFile } from './tables';

test('the official file has the published counts, the stored rows, and FER+’s votes, in any order', async (t) => {
  const path = officialFer2013(t);
  if (path === undefined) return;
  const notices: string[] = [];
  const data = await load({ dataset: 'fer2013', path, onNotice: (line) => notices.push(line) });
  assert.deepEqual(notices, ['fer2013 (emotion,pixels,Usage): 28,709 Training, 3,589 PublicTest, 3,589 PrivateTest']);
  assert.deepEqual(
    SPLITS.map((split) => classCounts(select(data, split))),
    [
      [3995, 436, 4097, 7215, 4830, 3171, 4965],
      [467, 56, 496, 895, 653, 415, 607],
      [491, 55, 528, 879, 594, 416, 626],
    ],
  );
  assert.equal(hash(data), 'bb183fb6943ddf60cee1219371efd38a18d40392d446398712869eac5e880089');
  assert.deepEqual(officialRows(), rowsOf(data));

  const some = temporaryFile(t, 'some.csv', tableOf(imagesAt(data, [30_000, 5, 17])).join('\n'));
  const part = await load({ dataset: 'fer2013', path: some, onNotice: (line) => notices.push(line) });
  assert.deepEqual(part, imagesAt(data, [5, 17, 30_000]));
  assert.equal(notices[2], 'fer2013: sorted like the official fer2013.csv, by pixels');

  const reversed = imagesAt(data, Array.from(data.rows).reverse());
  assert.equal(hash(inOfficialOrder({ ...reversed, rows: data.rows })), hash(data));
  const ferplus = sharedFile(t, 'ferplus-fer2013new.csv.gz');
  if (ferplus === undefined) return;
  const votes = votesOf(reversed, loadFerPlus(ferplus));
  const agrees = (label: number, i: number) => {
    const own = votes.subarray(i * FERPLUS_VOTES.length, (i + 1) * FERPLUS_VOTES.length);
    return own[FERPLUS_OF_LABEL[label]] === Math.max(...own);
  };
  assert.equal(Array.from(reversed.labels).filter(agrees).length, 35_887 - 12_717); // the README's figure
});

test('the stored rows are 35,887, of 34,034 different images, 1,516 of which occur more than once', () => {
  const official = officialRows();
  assert.equal(official.splits.length, 35_887);
  assert.equal(official.pixels.length, 35_887);
  const groups = [...rowsByPixels(official).values()];
  assert.equal(groups.length, 34_034);
  assert.equal(groups.filter((rows) => rows.length > 1).length, 1516);
});

/** Black images of these splits and labels. */
function black(counts: readonly (readonly number[])[]): Dataset {
  const column = (value: (split: number, label: number) => number) =>
    Uint8Array.from(
      counts.flatMap((row, split) => row.flatMap((n, label) => Array<number>(n).fill(value(split, label)))),
    );
  const labels = column((_, label) => label);
  const rows = Uint32Array.from(labels, (_, i) => i);
  const images = new Uint8Array(labels.length * PIXELS);
  return { name: 'fer2013', classes: EMOTIONS, size: 48, images, labels, splits: column((split) => split), rows };
}

test('a copy that differs from the official one is reported, with the meaning for results', () => {
  const [training, publicTest, privateTest] = OFFICIAL_COUNTS;
  const none = training.map(() => 0);
  const both = publicTest.map((n, label) => n + privateTest[label]);
  const said = (...counts: (readonly number[])[]) => departure(black(counts))!;
  assert.match(said(...OFFICIAL_COUNTS), /^the counts equal those .* not all pixels and labels do: a re-encoded copy /);
  assert.match(said(training, both, none), /^all images .* a merged copy: its PublicTest holds PrivateTest as well, /);
  assert.equal(
    said(training, publicTest, none),
    '32,298 of the official 35,887 images: a truncated copy (PrivateTest has 0 of 3,589); results compare with no published ones',
  );
  assert.match(
    said([0, ...training.slice(1)], publicTest, privateTest),
    /a truncated copy \(Training has 24,714 of 28,709\); results compare with published ones, but come from fewer faces$/,
  );
  assert.match(said(both, training, none), /^as many images as the official fer2013\.csv, but other splits or labels/);
  assert.match(said(training, both, privateTest), /^39,476 images, more than the official 35,887: /);
});

test('CK+48 has the expected counts, without contempt', async (t) => {
  const path = sharedFile(t, 'ckplus.tar.gz');
  if (path === undefined) return;
  const data = await load({ dataset: 'ckplus', path });
  assert.deepEqual(classCounts(data), [135, 177, 75, 207, 84, 249, 0]);
});
