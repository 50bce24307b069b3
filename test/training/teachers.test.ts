import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { withTaught } from '../../lib/data/label-targets';
import { decodeSafetensors } from '../../lib/models/weights/safetensors';
import { readSettings, runFolder } from '../../lib/training/run-folder';
import { easyData, hashesOf, runner, temporaryFolder } from './small';

const data = easyData();
const run = runner({ network: 'small', name: 'pupil', n_epochs: 8, bs: 16, augment: 'crops', drop: 0 }, data);
/** Each image has the label after its own, so that only teachers know what is right. */
const misled = { ...data, labels: data.labels.map((label, i) => (data.splits[i] === 0 ? (label + 1) % 7 : label)) };

test('the teachers have their share of the targets of the images that they know', () => {
  const targets = Float32Array.of(1, 0, 0, 1, 1, 0);
  const taught = { images: Int32Array.of(2, 0), probabilities: Float32Array.of(0.5, 0.5, 0.75, 0.25) };
  assert.deepEqual([...withTaught(targets, 2, taught, 0.5)], [0.875, 0.125, 0, 1, 0.75, 0.25]);
  assert.deepEqual([...targets], [1, 0, 0, 1, 1, 0]);
});

test('a run learns what its teacher says, as far as its share goes', async () => {
  const { folder: teacher, history } = await run({ n_epochs: 30 });
  assert.ok(history[29].validationAccuracy > 0.8, `${history[29].validationAccuracy}`);
  const accuracies: number[] = [];
  for (const teacher_share of [0, 1]) {
    const pupil = await runner(
      { network: 'small', name: 'pupil', n_epochs: 30, bs: 16, augment: 'crops' },
      misled,
    )({
      teacher: teacher.path,
      teacher_share,
    });
    accuracies.push(pupil.history[29].validationAccuracy);
  }
  assert.ok(accuracies[0] < 0.2 && accuracies[1] > 0.8, accuracies.join());
});

test('several teachers are averaged, and a resumed run learns the same without them', async () => {
  const teachers = [await run({ n_epochs: 2 }), await run({ n_epochs: 2, seed: 1 })].map(({ folder }) => folder.path);
  const settings = { teacher: teachers.join(', '), teacher_share: 0.5 };
  const undisturbed = await run(settings);
  const stop = new AbortController();
  const notices: string[] = [];
  const folder = temporaryFolder();
  await run(settings, {
    modelSaveDir: folder,
    signal: stop.signal,
    onNotice: (line) => notices.push(line),
    onEpoch: (history) => history.length === 3 && stop.abort(),
  });
  assert.equal(notices.filter((line) => line === 'pupil teaches 70 images').length, 2);
  for (const teacher of teachers) rmSync(teacher, { recursive: true });
  await run(settings, { modelSaveDir: folder, restore: 'last' });
  assert.deepEqual(hashesOf(folder), hashesOf(undisturbed.folder.path));
  rmSync(join(folder, 'teachers.safetensors'));
  await assert.rejects(
    run({ ...settings, n_epochs: 9 }, { modelSaveDir: folder, restore: 'last' }),
    /^InputError: .*teachers.safetensors: not found; must be there/,
  );
});

test('the targets are the mean of what the last weights of the teachers say', async () => {
  const eager = { mode: 'eager' } as const;
  const teachers = [await run({ n_epochs: 2, save_freq: 1 }, eager), await run({ n_epochs: 1, seed: 1 }, eager)];
  const [first, second] = teachers.map(({ folder }) => folder);
  const taughtBy = async (...folders: { path: string }[]) => {
    const { folder } = await run({ teacher: folders.map(({ path }) => path).join(), n_epochs: 0 }, eager);
    const file = join(folder.path, 'teachers.safetensors');
    const [{ shape, values }] = decodeSafetensors(readFileSync(file), file).values();
    assert.deepEqual(shape, [70, 7]);
    return values;
  };
  const [one, other, both] = [await taughtBy(first), await taughtBy(second), await taughtBy(first, second)];
  const close = (value: number, expected: number) => Math.abs(value - expected) < 1e-6;
  for (let i = 0; i < 70; i++) {
    const sum = one.subarray(7 * i, 7 * i + 7).reduce((a, b) => a + b, 0);
    assert.ok(close(sum, 1), `${sum}`);
  }
  assert.ok(both.every((value, i) => close(value, (one[i] + other[i]) / 2)));
  assert.ok(one.some((value, i) => !close(value, other[i])));
  for (const epoch of ['epoch_0001', 'epoch_0002']) {
    writeFileSync(join(first.checkpoints, 'best'), `${epoch}\n`);
    assert.deepEqual(await taughtBy(first), one);
  }
});

test('a teacher that is missing or knows other classes is refused, and nothing is written', async () => {
  const folder = temporaryFolder();
  const refused = (teacher: string, expected: RegExp) =>
    assert.rejects(run({ teacher }, { modelSaveDir: folder }), expected);
  await refused('nobody', /^InputError: teacher: nobody; must be a run/);
  await refused('nobody,', /^InputError: teacher: nobody; must be a run/);
  const { folder: other } = await runner(
    { network: 'small', name: 'other', n_epochs: 1, bs: 16 },
    {
      ...data,
      classes: [...data.classes].reverse(),
    },
  )();
  await refused(other.path, /^InputError: teacher: other of classes Neutral, .*; must be of Angry, /);
  assert.throws(() => readSettings(runFolder('pupil', folder)));
});
