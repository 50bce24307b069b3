import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { shuffled } from '../../lib/data/batches';
import { SPLITS } from '../../lib/data/dataset';
import { FERPLUS_OF_LABEL, FERPLUS_VOTES } from '../../lib/data/ferplus';
import { OFFICIAL_COUNTS } from '../../lib/data/official';
import type { Hyperparameters } from '../../lib/training/hyperparameters';
import { TYPESCRIPT } from '../../scripts/system/typescript.cjs';
import { rowsOf } from '../data/official';
import { close } from '../evaluation/predictions';
import { ROOT } from '../scripts/checkout';
import { temporaryFolder } from './small';
import { data, epochOf } from './steps';
import reference from './steps_reference.json';

type Title = keyof typeof reference;

const CASES: Readonly<Partial<Record<Title, Partial<Hyperparameters>>>> = {
  plain: {},
  'label_smoothing=0.3': { label_smoothing: 0.3 },
  'mixup=1': { mixup: 1 },
  'mixup=1 label_smoothing=0.3': { mixup: 1, label_smoothing: 0.3 },
  'cutmix=1': { cutmix: 1 },
  'weight_decay=5': { weight_decay: 5 },
  'weight_decay=5 decay_on=kernels': { weight_decay: 5, decay_on: 'kernels' },
  'weight_decay=5 optimizer=adamw decay_on=kernels': { weight_decay: 5, decay_on: 'kernels', optimizer: 'adamw' },
  'clip_norm=0.5 weight_decay=5': { clip_norm: 0.5, weight_decay: 5 },
  'ema=0.15': { ema: 0.15 },
  'fit=training+validation': { fit: 'training+validation' },
  'protocol=paper': { protocol: 'paper' },
  'protocol=paper fit=training+validation': { protocol: 'paper', fit: 'training+validation' },
  'bs=4': { bs: 4 },
  'bs=4 last_batch=drop': { bs: 4, last_batch: 'drop' },
  'warmup=2': { warmup: 2 },
};

/** Their labels are FER+'s votes. */
const VOTED: Readonly<Partial<Record<Title, Partial<Hyperparameters>>>> = {
  'labels=ferplus': { labels: 'ferplus' },
  'labels=ferplus label_smoothing=0.3': { labels: 'ferplus', label_smoothing: 0.3 },
};

test('every case of the reference is tested', () => {
  assert.deepEqual([...Object.keys(CASES), ...Object.keys(VOTED)].sort(), Object.keys(reference).sort());
});

test('the first epoch has the reference’s order of images', () => {
  assert.deepEqual(shuffled(6, 0, 1), Int32Array.of(0, 4, 5, 3, 2, 1));
  assert.deepEqual(shuffled(9, 0, 1), Int32Array.of(0, 1, 5, 4, 8, 7, 6, 3, 2));
});

for (const [title, settings] of Object.entries(CASES)) {
  test(`${title}: losses, accuracies and weights equal PyTorch’s`, async () => {
    close(await epochOf(settings, 'eager'), reference[title as Title], 1e-5);
  });
}

for (const title of ['mixup=1 label_smoothing=0.3', 'cutmix=1', 'clip_norm=0.5 weight_decay=5', 'ema=0.15'] as const) {
  test(`${title}, captured: losses, accuracies and weights equal PyTorch’s`, async () => {
    close(await epochOf(CASES[title]!, 'captured'), reference[title], 1e-5);
  });
}

test('FER+’s votes: losses, accuracies and weights equal PyTorch’s', () => {
  const project = temporaryFolder();
  for (const folder of ['lib', 'test']) cpSync(join(ROOT, folder), join(project, folder), { recursive: true });
  for (const name of ['node_modules', 'scripts', 'vendor', 'tsconfig.json', 'package.json']) {
    symlinkSync(join(ROOT, name), join(project, name));
  }
  const { votes, hashes } = ferPlus();
  mkdirSync(join(project, 'datasets/ferplus'), { recursive: true });
  writeFileSync(join(project, 'datasets/ferplus/fer2013new.csv'), votes);
  writeFileSync(join(project, 'lib/data/official-rows.bin'), hashes);
  const script = `
    import { epochOf } from './test/training/steps';
    async function main() {
      const outcomes = [];
      for (const settings of ${JSON.stringify(Object.values(VOTED))}) outcomes.push(await epochOf(settings));
      console.log(JSON.stringify(outcomes));
    }
    main();`;
  writeFileSync(join(project, 'steps.ts'), script);
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const output = execFileSync(process.execPath, [...TYPESCRIPT, 'steps.ts'], { cwd: project, env });
  const outcomes = JSON.parse(output.toString('utf8').trim().split('\n').at(-1)!);
  Object.keys(VOTED).forEach((title, i) => {
    close(outcomes[i], reference[title as Title], 1e-5, title);
  });
});

/**
 * FER+ and the hashes of FER2013's rows as if each split began with the images of {@link data}. Image i has i % 4 + 1
 * votes for its label, 2 for the next, 3 for contempt; image 0 is no face at all. The other rows are blank.
 */
function ferPlus(): { votes: string; hashes: Buffer } {
  const { pixels, labelled } = rowsOf(data);
  const blank = FERPLUS_VOTES.map(() => 0).join();
  const hashes: Buffer[] = [];
  const lines = OFFICIAL_COUNTS.flatMap((counts, split) => {
    const members = Array.from(data.labels.keys()).filter((i) => data.splits[i] === split);
    const rows = counts.reduce((sum, n) => sum + n, 0);
    return Array.from({ length: rows }, (_, row) => {
      const image = members[row];
      const hash = Buffer.alloc(8);
      if (image !== undefined) {
        hash.writeUIntBE(pixels[image], 0, 6);
        hash.writeUInt16BE(labelled[image], 6);
      }
      hashes.push(hash);
      return `${SPLITS[split]},,${image === undefined ? blank : votesFor(image)}`;
    });
  });
  const votes = `Usage,Image name,${FERPLUS_VOTES.join(',')}\n${lines.join('\n')}\n`;
  return { votes, hashes: Buffer.concat(hashes) };
}

function votesFor(i: number): string {
  const label = data.labels[i];
  const votes = new Map([[FERPLUS_VOTES.indexOf('contempt'), 3]]);
  votes.set(FERPLUS_OF_LABEL[label], (i % 4) + 1);
  votes.set(FERPLUS_OF_LABEL[(label + 1) % 7], 2);
  if (i === 0) return FERPLUS_VOTES.map((name) => (name === 'NF' ? 10 : 0)).join();
  return FERPLUS_VOTES.map((_, column) => votes.get(column) ?? 0).join();
}
