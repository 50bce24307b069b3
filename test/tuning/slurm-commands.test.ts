import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { makeFolder } from '../../lib/core/files';
import { readQueue, readState, requeue, submit } from '../../lib/tuning/executors/slurm-commands';
import { lastLineOf, lastSubmission, taskOf, writeSubmission } from '../../lib/tuning/executors/slurm-submissions';
import { temporaryFolder } from '../training/small';
import { fakeProgram } from './programs';

test('an array job is submitted with its tasks, log, command, and a signal before its time limit', async (t) => {
  const { seen } = fakeProgram(t, 'sbatch', '1042;cluster\n');
  const flags = ['--time=10'];
  const command = ['node', "it's here"];
  const submission = { name: 'study', comment: '3', count: 4, log: '/a/3_%a.log', flags, folder: '/a', command };
  assert.equal(await submit(submission), '1042');
  assert.deepEqual(seen(), [
    '--parsable',
    '--requeue',
    '--open-mode=append',
    '--signal=B:USR2@120',
    '--array=0-3',
    '--job-name=study',
    '--comment=3',
    '--output=/a/3_%a.log',
    '--chdir=/a',
    '--time=10',
    '#!/bin/sh',
    "exec 'node' 'it'\\''s here'",
  ]);
});

test('Slurm’s error is reported by its first line; without Slurm, what is missing', async (t) => {
  fakeProgram(t, 'sbatch', 'sbatch: error: invalid partition\nmore\n').ends(1);
  const submission = { name: 's', comment: '1', count: 1, log: '', flags: [], folder: '/', command: [] };
  await assert.rejects(submit(submission), {
    name: 'InputError',
    message: 'sbatch: sbatch: error: invalid partition; must succeed',
  });
  const path = process.env.PATH;
  process.env.PATH = temporaryFolder();
  t.after(() => {
    process.env.PATH = path;
  });
  await assert.rejects(requeue('7_0'), { message: 'scontrol: not found; must be installed to use executor=slurm' });
  assert.equal(await readState('7_0'), undefined);
});

test('the queue gives the state of each task, and whether it is active', async (t) => {
  const states = ['PENDING', 'RUNNING', 'COMPLETING', 'REQUEUED', 'COMPLETED', 'FAILED', 'TIMEOUT', 'PREEMPTED'];
  const { seen } = fakeProgram(t, 'squeue', `${states.map((state, i) => `  3 ${i}   ${state}`).join('\n')}\n \n`);
  const queue = await readQueue('study');
  assert.deepEqual(seen(), ['--noheader', '--array', '--states=all', '--name=study', '--format=%k %K %T']);
  assert.deepEqual(
    [...queue].map(([task, { state, active }]) => [task, state, active]),
    states.map((state, i) => [`3_${i}`, state, i < 4]),
  );
});

test('accounting reports how a task ended, if it knows', async (t) => {
  const { seen } = fakeProgram(t, 'sacct', 'CANCELLED by 1000\n');
  assert.equal(await readState('7_0'), 'CANCELLED');
  assert.deepEqual(seen(), ['--noheader', '--parsable2', '--allocations', '--jobs=7_0', '--format=State']);
  fakeProgram(t, 'sacct', '\n');
  assert.equal(await readState('7_0'), undefined);
  const { seen: requeued } = fakeProgram(t, 'scontrol', '');
  await requeue('7_0');
  assert.deepEqual(requeued(), ['requeue', '7_0']);
});

test('a trial’s task is that of its last submission', () => {
  const folder = temporaryFolder();
  makeFolder(join(folder, 'slurm'));
  assert.equal(lastSubmission(folder), 0);
  assert.equal(taskOf(folder, 1), undefined);
  const tasks = [1, 2, 3].map((trial) => ({ trial, epochs: 2 }));
  for (let number = 1; number < 9; number++) writeSubmission(folder, number, { tasks: tasks.slice(0, 1), id: '30' });
  writeSubmission(folder, 9, { tasks, id: '40' });
  writeSubmission(folder, 10, { tasks: tasks.slice(1, 2) });
  writeFileSync(join(folder, 'slurm', '11.log'), '');
  assert.equal(lastSubmission(folder), 10);
  assert.deepEqual(taskOf(folder, 3), { name: '9_2', id: '40_2' });
  assert.deepEqual(taskOf(folder, 2), { name: '10_0', id: '_0' });
  assert.equal(taskOf(folder, 4), undefined);
  writeFileSync(join(folder, 'slurm', '9_2.log'), 'one\ntwo\n\n');
  assert.equal(lastLineOf(folder, '9_2'), 'two');
  assert.ok(!existsSync(join(folder, 'slurm', '9_1.log')));
  assert.equal(lastLineOf(folder, '9_1'), '');
});
