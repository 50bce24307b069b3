import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeFolder } from '../../lib/core/files';
import { LOCK } from '../../lib/core/lock';
import { hash, imagesAt } from '../../lib/data/dataset';
import { completeDefinition } from '../../lib/tuning/definition';
import { withTrials } from '../../lib/tuning/plan';
import { choice } from '../../lib/tuning/space';
import type { OpenedStudy } from '../../lib/tuning/store';
import {
  hasStudy,
  openStudy,
  readRecord,
  requireSameData,
  trialFolder,
  withoutReport,
  writeRecord,
} from '../../lib/tuning/store';
import { runTrial } from '../../lib/tuning/trial';
import { readProgress, writeProgress } from '../../lib/tuning/trial-progress';
import { temporaryFolder } from '../training/small';
import { base, data, easyFile } from './small-study';

const never = new AbortController().signal;

function placeOf(rates: readonly number[], more: object = {}): OpenedStudy {
  const definition = completeDefinition({
    name: 's',
    space: { lr: choice(...rates) },
    base: { ...base, n_epochs: 3, ...more },
  });
  const seen = withoutReport(data, definition.base);
  const record = withTrials({ definition, data: { name: seen.name, sha256: hash(seen) }, trials: [] });
  return { folder: temporaryFolder(), record, data: seen };
}

test('a trial is trained from its state to the end of a stage, and skipped when it is done', async () => {
  const place = placeOf([0.01]);
  const { path } = trialFolder(place.folder, 1);
  await runTrial(place, { trial: 1, epochs: 1 }, never);
  const first = readProgress(path);
  assert.deepEqual([first.reached, first.history.length, first.failed], [1, 1, undefined]);
  await runTrial(place, { trial: 1, epochs: 3 }, never);
  const last = readProgress(path);
  assert.deepEqual([last.reached, last.history.length], [3, 3]);
  assert.deepEqual(last.history[0], first.history[0]);
  const file = join(path, 'history.csv');
  const before = readFileSync(file, 'utf8');
  writeFileSync(file, 'kept');
  await runTrial(place, { trial: 1, epochs: 2 }, never);
  assert.equal(readFileSync(file, 'utf8'), 'kept');
  writeFileSync(file, before);
});

test('a trial stopped by a signal has not completed its stage; one stopped before does not start', async () => {
  const place = placeOf([0.01]);
  const { path } = trialFolder(place.folder, 1);
  await runTrial(place, { trial: 1, epochs: 3 }, AbortSignal.abort());
  assert.ok(!existsSync(join(path, 'hyperparameters.json')));
  const stop = new AbortController();
  const running = runTrial(place, { trial: 1, epochs: 3 }, stop.signal);
  while (readProgress(path).history.length === 0) await sleep(1);
  stop.abort();
  await running;
  const { reached, history, failed } = readProgress(path);
  assert.equal(failed, undefined);
  assert.ok(history.length < 3 ? reached === 0 : reached === 3);
});

test('a trial’s error is recorded in one line, with its completed epochs', async () => {
  const place = placeOf([1e30]);
  await runTrial(place, { trial: 1, epochs: 1 }, never);
  assert.match(readProgress(trialFolder(place.folder, 1).path).failed!, /^loss: not finite at epoch 1/);
  const missing = placeOf([0.01], { pretrained: 'no_such_run' });
  writeProgress(trialFolder(missing.folder, 1).path, { history: [], reached: 0 });
  await runTrial(missing, { trial: 1, epochs: 1 }, never);
  assert.match(readProgress(trialFolder(missing.folder, 1).path).failed!, /^pretrained: no_such_run; /);
});

test('lack of memory is reported as such, system errors are thrown', async () => {
  const failing = (error: Error) => {
    const place = placeOf([0.01]);
    const broken = new Proxy(place.data, {
      get: (target, key) => {
        if (key === 'labels') throw error;
        return Reflect.get(target, key);
      },
    });
    return { ...place, data: broken };
  };
  const oom = failing(new Error('OOM when allocating tensor\nmore lines'));
  await runTrial(oom, { trial: 1, epochs: 1 }, never);
  assert.equal(readProgress(trialFolder(oom.folder, 1).path).failed, 'out of memory: OOM when allocating tensor');
  const other = failing(new Error(`${'x'.repeat(400)}\nmore`));
  await runTrial(other, { trial: 1, epochs: 1 }, never);
  assert.equal(readProgress(trialFolder(other.folder, 1).path).failed, `${'x'.repeat(200)}…${'x'.repeat(99)}`);
  const full = failing(Object.assign(new Error('no space'), { code: 'ENOSPC', syscall: 'write' }));
  await assert.rejects(runTrial(full, { trial: 1, epochs: 1 }, never), { code: 'ENOSPC' });
  assert.equal(readProgress(trialFolder(full.folder, 1).path).failed, undefined);
});

test('a trial waits for the process that a killed scheduler left running', async () => {
  const place = placeOf([0.01]);
  const { path } = trialFolder(place.folder, 1);
  makeFolder(path);
  writeFileSync(join(path, LOCK), '1\n'); // the system's first process, which runs
  const stop = new AbortController();
  let ended = false;
  const waiting = runTrial(place, { trial: 1, epochs: 1 }, stop.signal).then(() => {
    ended = true;
  });
  await sleep(600);
  assert.ok(!ended && !existsSync(join(path, 'hyperparameters.json')));
  stop.abort();
  await waiting;
  assert.ok(!existsSync(join(path, 'hyperparameters.json')));
});

test('a study is stored in a file, which is named if it is missing or damaged', () => {
  const { record } = placeOf([0.01, 0.02]);
  const folder = temporaryFolder();
  assert.ok(!hasStudy(folder));
  assert.throws(() => readRecord(folder), /^InputError: name: .*; must contain a study/);
  writeRecord(folder, record);
  assert.ok(hasStudy(folder));
  assert.deepEqual(readRecord(folder), record);
  assert.match(readFileSync(join(folder, 'study.json'), 'utf8'), /^\{\n "study": \{\n {2}"name"/);
  assert.deepEqual(
    readRecord(folder).trials.map(({ number }) => number),
    [1, 2],
  );
  writeFileSync(join(folder, 'study.json'), '{');
  assert.throws(() => readRecord(folder), /^InputError: .*study\.json: damaged; /);
});

test('a study is opened only with the images of its trials', async () => {
  const path = easyFile();
  const { record } = placeOf([0.01], { dataset: 'fer2013', path });
  const folder = temporaryFolder();
  writeRecord(folder, record);
  const opened = await openStudy(folder);
  assert.equal(hash(opened.data), record.data.sha256);
  assert.ok(!opened.data.splits.includes(2));
  requireSameData(record, opened.data);
  assert.throws(() => requireSameData(record, imagesAt(opened.data, [0])), /^InputError: dataset: fer2013; /);
});
