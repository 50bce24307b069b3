import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { LOCK } from '../../lib/core/lock';
import { hash } from '../../lib/data/dataset';
import { completeDefinition } from '../../lib/tuning/definition';
import { localProcesses, nodeArguments } from '../../lib/tuning/executors/local';
import { withTrials } from '../../lib/tuning/plan';
import { choice } from '../../lib/tuning/space';
import type { OpenedStudy } from '../../lib/tuning/store';
import { trialFolder, withoutReport, writeRecord } from '../../lib/tuning/store';
import { readProgress } from '../../lib/tuning/trial-progress';
import { temporaryFolder } from '../training/small';
import { base, data, easyFile, KNOWS_SMALL } from './small-study';

const never = () => new AbortController().signal;

/** A study in files, whose trials train until a job's epochs are done. */
function studyIn(path: string): OpenedStudy {
  const definition = completeDefinition({
    name: 's',
    space: { lr: choice(0.01, 0.02, 0.03) },
    base: { ...base, dataset: 'fer2013', path, n_epochs: 1_000_000 },
  });
  const seen = withoutReport(data, definition.base);
  const record = withTrials({ definition, data: { name: 'fer2013', sha256: hash(seen) }, trials: [] });
  const folder = temporaryFolder();
  writeRecord(folder, record);
  return { folder, record, data: seen };
}

function executorOf(t: TestContext, place: OpenedStudy, workers: number) {
  const before = [...process.execArgv];
  process.execArgv.push(...KNOWS_SMALL);
  const executor = localProcesses({ workers })(place);
  t.after(() => {
    executor.close();
    process.execArgv.splice(0, process.execArgv.length, ...before);
  });
  return executor;
}

/** The process that trains a trial, once it does. */
async function holderOf({ folder }: OpenedStudy, trial: number): Promise<number> {
  const { path } = trialFolder(folder, trial);
  while (readProgress(path).history.length === 0) await sleep(50);
  return Number(readFileSync(join(path, LOCK), 'utf8').split(' ')[0]);
}

test('jobs run concurrently in processes, which take the next ones; a killed process is replaced', async (t) => {
  const place = studyIn(easyFile());
  const executor = executorOf(t, place, 2);
  assert.equal(executor.slots, 2);
  const dies = executor.run({ trial: 1, epochs: 500_000 }, never());
  assert.equal(await executor.run({ trial: 2, epochs: 1 }, never()), undefined);
  assert.equal(readProgress(trialFolder(place.folder, 2).path).reached, 1);
  assert.equal(await executor.run({ trial: 2, epochs: 2 }, never()), undefined);
  for (const log of ['1.log', '2.log']) assert.ok(existsSync(join(place.folder, 'workers', log)));
  process.kill(await holderOf(place, 1), 'SIGKILL');
  assert.deepEqual(await dies, { reason: 'ended by SIGKILL' });

  const trial = trialFolder(place.folder, 1).path;
  const before = readProgress(trial).history.length;
  const stop = new AbortController();
  const stopped = executor.run({ trial: 1, epochs: 500_000 }, stop.signal);
  while (readProgress(trial).history.length <= before) await sleep(50);
  stop.abort();
  const death = await stopped; // the process reports its job, then exits; either may arrive first
  if (death) assert.match(death.reason, /SIGTERM|exit status 143/);
  assert.equal(readProgress(trial).failed, undefined);
  assert.equal(await executor.run({ trial: 3, epochs: 1 }, never()), undefined);
});

test('an error of all processes ends the study, in one line', async (t) => {
  const file = easyFile();
  const place = studyIn(file);
  rmSync(file);
  const executor = executorOf(t, place, 1);
  await assert.rejects(
    executor.run({ trial: 1, epochs: 1 }, never()),
    (error: Error) => error.name === 'InputError' && error.message.startsWith('executor: local; path: '),
  );
});

test('the number of workers is an integer ≥ 1, and workers run TypeScript', () => {
  for (const workers of [0, 1.5, -1]) assert.throws(() => localProcesses({ workers }), /^InputError: workers: /);
  assert.ok(nodeArguments().some((argument) => argument.endsWith('typescript.cjs')));
});
