import assert from 'node:assert/strict';
import { test } from 'node:test';
import { classCounts, hash, SPLITS, select } from '../../lib/data/dataset';
import { loadFerPlus, votesOf } from '../../lib/data/ferplus';
import { load } from '../../lib/data/load';
import { officialFer2013, sharedFile } from './official';

test("the official file has the challenge's counts, and FER+ labels its rows", async (t) => {
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
  const ferplus = sharedFile(t, 'ferplus-fer2013new.csv.gz');
  if (ferplus) assert.equal(votesOf(data, loadFerPlus(ferplus)).length, 358_870);
});

test('CK+48 has its counts, without contempt', async (t) => {
  const path = sharedFile(t, 'ckplus.tar.gz');
  if (path === undefined) return;
  const data = await load({ dataset: 'ckplus', path });
  assert.deepEqual(classCounts(data), [135, 177, 75, 207, 84, 249, 0]);
});
