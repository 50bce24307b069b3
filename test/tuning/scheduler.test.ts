import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { InputError } from '../../lib/core/errors';
import type { EpochRecord } from '../../lib/training/history';
import type { StudyDefinition } from '../../lib/tuning/definition';
import type { Death, ExecutorOf } from '../../lib/tuning/executors/executor';
import type { Job } from '../../lib/tuning/plan';
import { choice } from '../../lib/tuning/space';
import { trialFolder } from '../../lib/tuning/store';
import { type Study, studySummary } from '../../lib/tuning/study';
import { readProgress, writeProgress } from '../../lib/tuning/trial-progress';
import { tune } from '../../lib/tuning/tune';
import { temporaryFolder } from '../training/small';
import { base, data } from './small-study';

const grid: StudyDefinition = {
  name: 'test',
  space: { lr: choice(0.1, 0.2, 0.3, 0.4) },
  base: { ...base, n_epochs: 4 },
};

type Work = (job: Job, signal: AbortSignal, folder: string) => Promise<Death | undefined>;

/**
 * An executor that trains nothing: a job runs `work`, or ends at once with an accuracy derived from its trial's number.
 */
function pretended(slots: number, work: Work = over) {
  const seen = { jobs: [] as Job[], atOnce: 0, most: 0, closed: 0 };
  const executor: ExecutorOf = ({ folder }) => ({
    slots,
    run: async (job, signal) => {
      seen.jobs.push(job);
      seen.most = Math.max(seen.most, ++seen.atOnce);
      try {
        return await work(job, signal, folder);
      } finally {
        seen.atOnce--;
      }
    },
    close: () => seen.closed++,
  });
  return { seen, executor };
}

async function over({ trial, epochs }: Job, _: AbortSignal, folder: string): Promise<undefined> {
  await sleep(20);
  const history = Array.from(
    { length: epochs },
    (_, i) => ({ epoch: i + 1, validationAccuracy: trial / 10 }) as EpochRecord,
  );
  writeProgress(trialFolder(folder, trial).path, { history, reached: epochs });
}

const statuses = ({ trials }: Study) => trials.map(({ status }) => status);

test('jobs fill the slots, each is assigned once, and every change is reported', async () => {
  const { seen, executor } = pretended(2);
  const summaries: string[] = [];
  const study = await tune(grid, {
    data,
    folder: temporaryFolder(),
    executor,
    onChange: (now) => summaries.push(studySummary(now)),
  });
  assert.deepEqual(statuses(study), ['finished', 'finished', 'finished', 'finished']);
  assert.deepEqual(seen.jobs.map(({ trial }) => trial).sort(), [1, 2, 3, 4]);
  assert.deepEqual([seen.most, seen.closed], [2, 1]);
  assert.match(summaries[0], /^0 trials tried \(2 running, 2 waiting\)/);
  assert.match(summaries[summaries.length - 1], /^4 trials tried \(4 finished\)/);
  assert.ok(summaries.length >= 3 && summaries.length <= 12, `${summaries.length} changes`);
});

test('progress within a job is reported too', async () => {
  const lengths = new Set<number>();
  const { executor } = pretended(1, async (job, signal, folder) => {
    const history = [{ epoch: 1, validationAccuracy: 0.5 } as EpochRecord];
    writeProgress(trialFolder(folder, job.trial).path, { history, reached: 0 });
    while (!lengths.has(1)) await sleep(50);
    return over(job, signal, folder);
  });
  await tune(
    { ...grid, space: { lr: choice(0.1) } },
    { data, folder: temporaryFolder(), executor, onChange: ({ trials }) => lengths.add(trials[0].history.length) },
  );
  assert.deepEqual([...lengths], [0, 1, 4]);
});

test('no job starts that exceeds the study’s epochs, including running jobs', async () => {
  for (const [maxEpochs, trained] of [
    [0, 4],
    [7, 1],
    [8, 2],
    [16, 4],
  ]) {
    const { seen, executor } = pretended(4);
    await tune({ ...grid, max_epochs: maxEpochs }, { data, folder: temporaryFolder(), executor });
    assert.equal(seen.jobs.length, trained, `${maxEpochs} epochs`);
  }
});

test('an interrupt stops the running jobs and starts no others', async () => {
  const stop = new AbortController();
  const { seen, executor } = pretended(1, async (_, signal) => {
    stop.abort();
    assert.ok(signal.aborted);
    return undefined;
  });
  const study = await tune(grid, { data, folder: temporaryFolder(), executor, signal: stop.signal });
  assert.equal(seen.jobs.length, 1);
  assert.deepEqual(statuses(study), ['waiting', 'waiting', 'waiting', 'waiting']);
});

test('a study stops after its hours', async () => {
  let aborted = 0;
  const waits: Work = async (_, signal) => {
    while (!signal.aborted) await sleep(20);
    aborted++;
    return undefined;
  };
  await tune({ ...grid, hours: 0.2 / 3600 }, { data, folder: temporaryFolder(), ...pretended(2, waits) });
  assert.equal(aborted, 2);
});

test('a job whose process dies is restarted, with a notice, until its trial has failed', async () => {
  const notices: string[] = [];
  const folder = temporaryFolder();
  const { seen, executor } = pretended(1, async (job, signal, place) =>
    job.trial === 2 ? { reason: 'ended by SIGKILL' } : over(job, signal, place),
  );
  const study = await tune(grid, { data, folder, executor, onNotice: (line) => notices.push(line) });
  assert.deepEqual(statuses(study), ['finished', 'failed', 'finished', 'finished']);
  assert.equal(seen.jobs.filter(({ trial }) => trial === 2).length, 5);
  assert.deepEqual(notices, Array(5).fill('trial 2: ended by SIGKILL'));
  assert.match(readProgress(trialFolder(folder, 2).path).failed!, /^ended by SIGKILL/);
});

test('a death after completed work, or at an interrupt, is ignored', async () => {
  const folder = temporaryFolder();
  const stop = new AbortController();
  const notices: string[] = [];
  const { executor } = pretended(1, async (job, signal, place) => {
    if (job.trial === 1) await over(job, signal, place);
    else stop.abort();
    return { reason: 'exit status 1', final: true };
  });
  const study = await tune(grid, {
    data,
    folder,
    executor,
    signal: stop.signal,
    onNotice: (line) => notices.push(line),
  });
  assert.deepEqual(statuses(study), ['finished', 'waiting', 'waiting', 'waiting']);
  assert.deepEqual(notices, []);
  assert.ok(!existsSync(join(trialFolder(folder, 1).path, 'deaths.json')));
});

test('an executor that cannot run a job ends the study, after the other jobs have stopped', async () => {
  let stopped = false;
  const { seen, executor } = pretended(2, async ({ trial }, signal) => {
    if (trial === 1) throw new InputError('executor', 'local', 'must work');
    while (!signal.aborted) await sleep(20);
    stopped = true;
    return undefined;
  });
  await assert.rejects(
    tune(grid, { data, folder: temporaryFolder(), executor }),
    /^InputError: executor: local; must work/,
  );
  assert.ok(stopped);
  assert.equal(seen.closed, 1);
});
