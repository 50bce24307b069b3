import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Dataset } from '../../lib/data/dataset';
import type { DatasetSource } from '../../lib/data/dataset-source';
import { defineDataset } from '../../lib/data/dataset-sources';
import { load } from '../../lib/data/load-dataset';
import { loadForEvaluation } from '../../lib/data/load-for-evaluation';

/** A drawn data set of 2×2 images, one for each of these splits. */
function define(name: string, splits: readonly number[], rest: Partial<DatasetSource> = {}): void {
  const data: Dataset = {
    name,
    classes: ['cat', 'dog', 'elk'],
    size: 2,
    images: Uint8Array.from({ length: 4 * splits.length }, (_, k) => 10 * k),
    labels: Uint8Array.from(splits, (_, i) => i % 3),
    splits: Uint8Array.from(splits),
    rows: Uint32Array.from(splits, (_, i) => i),
  };
  const read = () => Promise.reject(new Error('it is drawn'));
  defineDataset(name, { citation: 'none', load: read, draw: () => data, ...rest });
}

test('classifiers of other data are evaluated on the test split, or on all images if there is none', async () => {
  const usual = async (splits: readonly number[], rest?: Partial<DatasetSource>) => {
    define('probe', splits, rest);
    return (await loadForEvaluation({ dataset: 'probe' })).usual;
  };
  assert.equal(await usual([0, 1, 2]), 'PrivateTest');
  assert.equal(await usual([0, 2]), 'PrivateTest');
  assert.equal(await usual([0, 1]), 'PublicTest');
  assert.equal(await usual([0, 0]), 'all');
  assert.equal(await usual([0, 1, 2], { ownSplits: true }), 'all');
});

test('data are evaluated with as many classes as they can have', async () => {
  define('probe', [0, 2], { variants: [2, 3] });
  assert.equal((await loadForEvaluation({ dataset: 'probe' })).data.classes.length, 3);
  define('probe', [0, 2], { variants: [3, 4] });
  await assert.rejects(loadForEvaluation({ dataset: 'probe' }), {
    message: 'classes: 4; must be 3, as probe has, or 0',
  });
});

test('images are resized for an evaluation only', async () => {
  define('probe', [2]);
  const images = async (image_size: number) => {
    const { data } = await loadForEvaluation({ dataset: 'probe', image_size });
    return [data.size, ...data.images];
  };
  assert.deepEqual(await images(0), [2, 0, 10, 20, 30]);
  assert.deepEqual(await images(2), [2, 0, 10, 20, 30]);
  assert.deepEqual(await images(1), [1, 15]);
  const trained = (image_size: number) => load({ dataset: 'probe', image_size });
  assert.equal((await trained(0)).size, 2);
  assert.equal((await trained(2)).size, 2);
  await assert.rejects(trained(1), { message: /^image_size: 1; must be / });
});
