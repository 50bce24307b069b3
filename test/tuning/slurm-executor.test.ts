import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { completeDefinition } from '../../lib/tuning/definition';
import type { Executor } from '../../lib/tuning/executors/executor';
import { type SlurmOptions, slurm } from '../../lib/tuning/executors/slurm';
import { writeSubmission } from '../../lib/tuning/executors/slurm-submissions';
import { temporaryFolder } from '../training/small';
import { fakeProgram } from './programs';
import { data } from './small-study';

const record = {
  definition: completeDefinition({ name: 's', space: {} }),
  data: { name: 'x', sha256: '' },
  trials: [],
};

/** An executor that queries the queue every 20 ms, and a cluster that answers as the test specifies. */
function cluster(t: TestContext, options: SlurmOptions = {}) {
  const [sbatch, squeue, sacct] = [
    fakeProgram(t, 'sbatch', '7\n'),
    fakeProgram(t, 'squeue'),
    fakeProgram(t, 'sacct', '\n'),
  ];
  const folder = temporaryFolder();
  const executor = slurm({ interval: 0.02, ...options })({ folder, record, data });
  t.after(() => executor.close());
  const submissions = () => readdirSync(join(folder, 'slurm')).filter((name) => name.endsWith('.json'));
  return { sbatch, squeue, sacct, folder, executor, submissions };
}

/** A job's end: pending until it has one. */
function started(executor: Executor, trial: number, signal = new AbortController().signal) {
  const state = { is: 'pending' as unknown };
  const end = executor.run({ trial, epochs: 2 }, signal).then(
    (death) => {
      state.is = death;
    },
    (error) => {
      state.is = error;
    },
  );
  return { state, end };
}

test('simultaneous jobs are one array, and end when their tasks are seen ended twice', async (t) => {
  const { sbatch, squeue, executor, folder, submissions } = cluster(t, { partition: 'p', cpus: '4', time: '10' });
  assert.equal(executor.slots, 100);
  squeue.prints('1 0 RUNNING\n1 1 PENDING\n');
  const [first, second] = [started(executor, 1), started(executor, 2)];
  while (sbatch.seen().length === 0) await sleep(20);
  await sleep(300);
  const args = sbatch.seen();
  for (const wanted of ['--array=0-1', '--comment=1', '--partition=p', '--cpus-per-task=4', '--time=10']) {
    assert.ok(args.includes(wanted), wanted);
  }
  assert.ok(!args.some((arg) => /^--(mem|gres|qos)/.test(arg)));
  assert.match(args.find((arg) => arg.startsWith('--job-name='))!, /^--job-name=fer-s-[0-9a-f]{8}$/);
  assert.ok(args.at(-1)!.includes(join('lib', 'cli', 'task.ts')));
  assert.ok(args.at(-1)!.includes(`'study=${folder}' 'submission=1'`), args.at(-1));
  assert.deepEqual(submissions(), ['1.json']);
  assert.deepEqual(JSON.parse(readFileSync(join(folder, 'slurm', '1.json'), 'utf8')), {
    tasks: [
      { trial: 1, epochs: 2 },
      { trial: 2, epochs: 2 },
    ],
    id: '7',
  });
  assert.deepEqual([first.state.is, second.state.is], ['pending', 'pending']);
  squeue.prints('1 0 COMPLETED\n1 1 RUNNING\n');
  await first.end;
  assert.deepEqual([first.state.is, second.state.is], [{ reason: 'Slurm: COMPLETED', final: false }, 'pending']);
  squeue.prints('1 1 OUT_OF_MEMORY\n');
  writeFileSync(join(folder, 'slurm', '1_1.log'), 'epoch 1\nslurmstepd: killed\n');
  await second.end;
  assert.deepEqual(second.state.is, { reason: 'Slurm: OUT_OF_MEMORY: slurmstepd: killed', final: true });
});

test('the queue is queried before a submission, and twice after a task’s end', async (t) => {
  const { squeue, executor } = cluster(t);
  squeue.prints('1 0 COMPLETED\n');
  await started(executor, 1).end;
  assert.equal(squeue.calls(), 3);
  await sleep(200);
  assert.equal(squeue.calls(), 3);
});

test('an earlier task that ends between two queries is also queried twice', async (t) => {
  const { squeue, executor, folder } = cluster(t);
  writeSubmission(folder, 1, { tasks: [{ trial: 1, epochs: 2 }], id: '7' });
  squeue.prints('1 0 COMPLETED\n', ['1 0 RUNNING\n']);
  await started(executor, 1).end;
  assert.equal(squeue.calls(), 3);
});

test('for a task that left the queue, accounting reports how it ended, if at all', async (t) => {
  const { sacct, executor } = cluster(t);
  sacct.prints('TIMEOUT\n');
  const first = started(executor, 1);
  await first.end;
  assert.deepEqual(first.state.is, { reason: 'Slurm: TIMEOUT', final: false });
  assert.ok(sacct.seen().includes('--jobs=7_0'));
  sacct.ends(1);
  const second = started(executor, 2);
  await second.end;
  assert.match((second.state.is as { reason: string }).reason, /^Slurm: gone/);
});

test('a task’s error that the user can fix ends the study', async (t) => {
  const { folder, executor } = cluster(t);
  const job = started(executor, 1);
  writeFileSync(join(folder, 'slurm', '1_0.log'), 'error: path: /x; must be there\n');
  await job.end;
  assert.match(String(job.state.is), /^InputError: executor: slurm; path: \/x; must be there$/);
});

test('running tasks of an earlier scheduler are watched, others are submitted again', async (t) => {
  const { sbatch, squeue, executor, folder, submissions } = cluster(t);
  writeSubmission(folder, 1, { tasks: [1, 2].map((trial) => ({ trial, epochs: 2 })), id: '6' });
  squeue.prints('1 0 RUNNING\n1 1 CANCELLED\n2 0 RUNNING\n');
  const [first, second] = [started(executor, 1), started(executor, 2)];
  while (sbatch.seen().length === 0) await sleep(20);
  assert.ok(sbatch.seen().includes('--array=0-0'));
  await sleep(200);
  assert.deepEqual([first.state.is, second.state.is], ['pending', 'pending']);
  assert.deepEqual(submissions(), ['1.json', '2.json']);
  squeue.prints('1 0 FAILED\n2 0 RUNNING\n');
  await first.end;
  assert.deepEqual(first.state.is, { reason: 'Slurm: FAILED', final: false });
  assert.equal(second.state.is, 'pending');
});

test('nothing is submitted while all jobs are watched', async (t) => {
  const { sbatch, squeue, executor, folder, submissions } = cluster(t);
  writeSubmission(folder, 1, { tasks: [{ trial: 1, epochs: 2 }], id: '6' });
  squeue.prints('1 0 RUNNING\n');
  const job = started(executor, 1);
  await sleep(300);
  assert.deepEqual([sbatch.seen(), submissions(), job.state.is], [[], ['1.json'], 'pending']);
});

test('a controller that does not respond for a while is queried again; a rejected job ends the study', async (t) => {
  const { sbatch, squeue, executor } = cluster(t);
  squeue.prints('1 0 RUNNING\n');
  const job = started(executor, 1);
  while (sbatch.seen().length === 0) await sleep(20);
  await sleep(100);
  squeue.ends(1);
  await sleep(200);
  assert.equal(job.state.is, 'pending');
  squeue.ends(0);
  squeue.prints('1 0 COMPLETED\n');
  await job.end;
  assert.deepEqual(job.state.is, { reason: 'Slurm: COMPLETED', final: false });
  sbatch.ends(1);
  sbatch.prints('invalid account\n');
  const refused = started(executor, 2);
  await refused.end;
  assert.match(String(refused.state.is), /^InputError: sbatch: invalid account; /);
});

test('the queue is read once per interval, in seconds', async (t) => {
  const { sbatch, squeue, executor } = cluster(t, { interval: 60 });
  squeue.prints('1 0 RUNNING\n');
  started(executor, 1);
  while (sbatch.seen().length === 0) await sleep(20);
  await sleep(200);
  assert.equal(squeue.calls(), 1); // before the submission
});

test('an interrupt leaves the tasks running', async (t) => {
  const { sbatch, squeue, executor } = cluster(t);
  const stop = new AbortController();
  squeue.prints('1 0 RUNNING\n');
  const job = started(executor, 1, stop.signal);
  while (sbatch.seen().length === 0) await sleep(20);
  stop.abort();
  await job.end;
  assert.equal(job.state.is, undefined);
});

test('the number of workers is an integer ≥ 1', () => {
  for (const workers of [0, 1.5, -1]) assert.throws(() => slurm({ workers }), /^InputError: workers: /);
  assert.equal(typeof slurm({ workers: 1 }), 'function');
});
