import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { slurm } from '../../lib/tuning/executors/slurm';
import { choice } from '../../lib/tuning/space';
import { type Study, studySummary } from '../../lib/tuning/study';
import { tune } from '../../lib/tuning/tune';
import { temporaryFolder } from '../training/small';
import { type Cluster, lacking, startCluster } from './cluster';
import { base, data, easyFile, KNOWS_SMALL, results } from './small-study';

const RATES = [0.005, 0.01, 0.02, 0.03, 1e30, 0.04, 0.05, 0.06] as const;
const space = { lr: choice(...RATES) };

test('a Slurm runs eight trials: one is preempted and resumes, one fails, a new scheduler finds the rest', {
  skip: lacking(),
}, async () => {
  process.execArgv.push(...KNOWS_SMALL);
  const schedule = join(__dirname, 'paused.ts');
  const settings = { ...base, schedule, dataset: 'fer2013', path: easyFile(), n_epochs: 40 } as const;
  const definition = { name: 'cluster', space, base: settings };
  const undisturbed = await tune(definition, { data, folder: temporaryFolder() });
  const cluster = await startCluster();
  Object.assign(process.env, cluster.env);
  try {
    const folder = temporaryFolder();
    const executor = slurm({ partition: 'trials', mem: '0', cpus: '1', time: '10', interval: 0.3 });
    const first = new AbortController();
    await tune(definition, {
      folder,
      executor,
      signal: first.signal,
      onChange: (study) => {
        if (!running(study)) return;
        // Two cores for a second: what runs on them must make room.
        cluster.command('sbatch', '--partition=urgent', '--cpus-per-task=2', '--output=/dev/null', '--wrap=sleep 1');
        first.abort(); // and the scheduler leaves, its tasks stay
      },
    });
    const patience = setInterval(() => hasten(cluster), 1000);
    const study = await tune(definition, { folder, executor }).finally(() => clearInterval(patience));
    assert.deepEqual(results(study), results(undisturbed));
    assert.match(studySummary(study), /^8 trials tried \(7 finished, 1 failed\), compared on PublicTest$/);
    assert.match(study.trials[4].failed!, /^loss: not finite at epoch 1/);
    const tasks = tasksOf(cluster);
    assert.equal(tasks.length, 8, 'every trial is one task');
    assert.ok(
      tasks.some(({ restarts }) => restarts > 0),
      JSON.stringify(tasks),
    );
    assert.deepEqual(
      readdirSync(join(folder, 'slurm')).filter((name) => name.endsWith('.json')),
      ['1.json'],
    );
    assert.ok(existsSync(join(folder, 'trials', '0008', 'history.csv')));
  } finally {
    await cluster.stop();
  }
});

test('an error of sbatch ends the study in one line', { skip: lacking() }, async () => {
  const cluster = await startCluster();
  Object.assign(process.env, cluster.env);
  try {
    const executor = slurm({ partition: 'nowhere', interval: 0.3 });
    const started = tune({ name: 'refused', space, base }, { data, folder: temporaryFolder(), executor });
    await assert.rejects(started, /^InputError: sbatch: .*invalid partition/i);
  } finally {
    await cluster.stop();
  }
});

/** Whether a trial is between its epochs. */
function running(study: Study): boolean {
  return study.trials.some(({ status, history }) => status === 'running' && history.length > 0 && history.length < 12);
}

/** Slurm holds a requeued task back for two minutes. */
function hasten(cluster: Cluster): void {
  const held = cluster
    .command('squeue', '--noheader', '--states=PENDING', '--format=%A %r')
    .matchAll(/^(\d+) BeginTime/gm);
  for (const [, id] of held) cluster.command('scontrol', 'update', `JobId=${id}`, 'StartTime=now');
}

/** The study's tasks, with the number of times that each was requeued. */
function tasksOf(cluster: Cluster): { readonly name: string; readonly restarts: number }[] {
  const jobs = cluster.command('scontrol', 'show', 'job', '--oneliner').trim().split('\n');
  return jobs
    .filter((job) => job.includes('JobName=fer-cluster'))
    .map((job) => ({
      name: /ArrayTaskId=(\S+)/.exec(job)![1],
      restarts: Number(/Restarts=(\d+)/.exec(job)![1]),
    }));
}
