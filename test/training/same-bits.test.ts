import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { augmented, evaluationViews } from '../../lib/data/augment/preview';
import { batches, shuffled } from '../../lib/data/batches';
import { type Dataset, hash, imagesAt, indicesOf, SPLITS } from '../../lib/data/dataset';
import { drawFaces } from '../../lib/data/faces';
import { loadFer2013 } from '../../lib/data/fer2013';
import { predict } from '../../lib/evaluation/predict';
import { cpuFlags } from '../../lib/runtime';
import { restoreWeights } from '../../lib/training/checkpoint';
import { buildRunNetwork } from '../../lib/training/own-kinds';
import { readSettings } from '../../lib/training/run-folder';
import { train } from '../../lib/training/trainer';
import { officialFer2013 } from '../data/official';
import { temporaryFolder } from './small';

/*
 * Results of FER2013 and the drawn faces before classes and sizes became properties of the data. CPUs sum in different
 * orders: computed values are compared only on processors with the instructions and the cores of the reference.
 * `UPDATE_REFERENCE=1` updates it.
 */

interface Pinned {
  readonly cpu: string;
  readonly exact: Readonly<Record<string, string>>;
  readonly computed: Readonly<Record<string, string>>;
}

const FILE = join(__dirname, 'same_bits_reference.json');
const sha256 = (...parts: readonly Uint8Array[]) => {
  const sum = createHash('sha256');
  for (const part of parts) sum.update(part);
  return sum.digest('hex');
};
const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array | Int32Array) =>
  new Uint8Array(buffer, byteOffset, byteLength);

test('FER2013 and the drawn faces give the same data, batches, augmentation and history', async (t) => {
  const pinned: Record<string, Pinned> = JSON.parse(readFileSync(FILE, 'utf8'));
  const cpu = processor();
  const sets: Record<string, Dataset | undefined> = { faces: faces(), fer2013: await fer2013(t) };
  for (const [name, data] of Object.entries(sets)) {
    if (data === undefined) continue;
    const [exact, computed] = [exactOf(data), await computedOf(data)];
    if (process.env.UPDATE_REFERENCE) pinned[name] = { cpu, exact, computed };
    assert.deepEqual(exact, pinned[name].exact, name);
    if (pinned[name].cpu === cpu) assert.deepEqual(computed, pinned[name].computed, name);
    else t.diagnostic(`computed values of ${name} not compared: other processor than that of the reference`);
  }
  if (process.env.UPDATE_REFERENCE) writeFileSync(FILE, `${JSON.stringify(pinned, null, 2)}\n`);
});

/** What the order of sums depends on. */
function processor(): string {
  const flags = sha256(Buffer.from([...cpuFlags()].sort().join(' ')));
  return `${availableParallelism()} cores, flags ${flags.slice(0, 16)}`;
}

function faces(): Dataset {
  return drawFaces({ seed: 3, training: 70, publicTest: 21, privateTest: 21 });
}

/** The first rows of each split. */
async function fer2013(t: TestContext): Promise<Dataset | undefined> {
  const path = officialFer2013(t);
  if (path === undefined) return undefined;
  const { data } = await loadFer2013(path);
  assert.equal(hash(data), 'bb183fb6943ddf60cee1219371efd38a18d40392d446398712869eac5e880089');
  return imagesAt(
    data,
    SPLITS.flatMap((split, k) => [...indicesOf(data, split).subarray(0, [70, 21, 21][k])]),
  );
}

function exactOf(data: Dataset): Record<string, string> {
  const order = shuffled(data.labels.length, 5, 2);
  const batch = batches(order, 32)[1];
  const { images, labels } = imagesAt(data, batch);
  return { data: hash(data), order: sha256(bytesOf(order)), batch: sha256(images, labels) };
}

async function computedOf(data: Dataset): Promise<Record<string, string>> {
  const folder = temporaryFolder();
  const { folder: run, history } = await train(
    {
      name: 'pinned',
      network: 'narrow_vgg',
      dataset: data.name,
      n_epochs: 2,
      bs: 32,
      label_smoothing: 0.1,
      mixup: 0.2,
      cutmix: 1,
      seed: 4,
    },
    { data, model_save_dir: folder },
  );
  const network = buildRunNetwork(run, readSettings(run));
  restoreWeights(run.checkpoints, network.parameters, 'last');
  const { probabilities } = await predict(network, data, { views: 'ten' });
  network.dispose();
  const numbers = history.map(({ seconds: _, ...record }) => record);
  return {
    augmented: sha256(augmented(data, 0, 16, { seed: 7 }).images),
    views: sha256(evaluationViews(data, 0, 'ten').images),
    history: sha256(Buffer.from(JSON.stringify(numbers))),
    ten_crops: sha256(bytesOf(probabilities)),
  };
}
