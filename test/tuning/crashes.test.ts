import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { ROOT } from '../../lib/core/files';
import { randomStream } from '../../lib/core/random';
import type { StudyDefinition } from '../../lib/tuning/definition';
import { localProcesses } from '../../lib/tuning/executors/local';
import { hasStudy } from '../../lib/tuning/store';
import { readStudy, type Study, studySummary } from '../../lib/tuning/study';
import { tune } from '../../lib/tuning/tune';
import { programOf } from '../cli/run-command';
import { temporaryFolder } from '../training/small';
import { base, easyFile, KNOWS_SMALL, results } from './small-study';

const KILLS = 6;
const path = easyFile();
const definition: StudyDefinition = {
  name: 'crashes',
  space: { lr: { kind: 'choice', values: [0.002, 0.01, 0.05, 1e30, 0.02, 0.005] } },
  searcher: 'halving',
  eta: 3,
  base: { ...base, dataset: 'fer2013', path, n_epochs: 9 },
};
/** The same, as a user types it. */
const args = [
  ...[
    'name=crashes',
    'lr=0.002,0.01,0.05,1e30,0.02,0.005',
    'searcher=halving',
    'eta=3',
    'n_epochs=9',
    'dataset=fer2013',
  ],
  ...[`path=${path}`, 'network=small', 'bs=16', 'precision=float32', 'executor=local', 'workers=2'],
];

test('a study whose scheduler and trials are killed at random ends like an undisturbed one, with each trial trained once', async () => {
  process.execArgv.push(...KNOWS_SMALL);
  const undisturbed = await tune(definition, { folder: temporaryFolder(), executor: localProcesses({ workers: 2 }) });
  const folder = temporaryFolder();
  const random = randomStream(3, 0);
  const over = new Map<number, string>();
  const killed: string[] = [];
  let scheduler = start(folder);
  while (killed.length < KILLS && !isComplete(folder)) {
    await sleep(random.between(0, 1000));
    for (const { number, status } of begun(folder)) {
      if (status === 'finished' || status === 'failed') over.set(number, over.get(number) ?? stateOf(folder, number));
    }
    const trial = begun(folder).find(({ status }) => status === 'running');
    if (!trial) continue;
    const whom = random.chance(0.5) ? 'trial' : 'scheduler';
    kill(whom === 'trial' ? holderOf(folder, trial.number) : scheduler.pid);
    killed.push(whom);
    if (whom === 'scheduler') scheduler = start(folder);
  }
  while (scheduler.exitCode === null && scheduler.signalCode === null) await sleep(200);
  assert.equal(scheduler.exitCode, 0);
  const study = readStudy(folder);
  assert.deepEqual(results(study), results(undisturbed));
  assert.match(studySummary(study), /^6 trials tried \(\d finished, \d pruned, 1 failed\)/);
  for (const [number, state] of over) assert.equal(stateOf(folder, number), state, `trial ${number} ran again`);
  assert.ok(killed.includes('scheduler') && killed.includes('trial'), killed.join());
});

test('a second scheduler on a study is rejected, and SIGTERM stops the first with checkpoints', async () => {
  const folder = temporaryFolder();
  const first = start(folder, ['n_epochs=200', 'min_epochs=100']);
  while (begun(folder).every(({ history }) => history.length === 0)) await sleep(100);
  await assert.rejects(
    tune(definition, { folder }),
    /^InputError: name: .*; is being tuned by process \d+: wait for it/,
  );
  first.kill('SIGTERM');
  const status = await new Promise((resolve) => first.once('exit', resolve));
  assert.equal(status, 143);
  const [trial] = begun(folder).filter(({ history }) => history.length > 0);
  const checkpoint = readFileSync(join(folder, 'trials', `000${trial.number}`, 'checkpoints', 'last'), 'utf8');
  assert.match(checkpoint, new RegExp(`^epoch_${String(trial.history.length).padStart(4, '0')}`));
  assert.equal(begun(folder).filter(({ status }) => status === 'running').length, 0);
});

function start(folder: string, more: readonly string[] = []): ChildProcess {
  const command = programOf('tune', KNOWS_SMALL);
  const given = args.filter((argument) => !more.some((other) => other.split('=')[0] === argument.split('=')[0]));
  const stdio = ['ignore', 'ignore', 'inherit'] as const;
  return spawn(process.execPath, [...command, ...given, ...more, `model_save_dir=${folder}`], {
    cwd: ROOT,
    stdio: [...stdio],
  });
}

function begun(folder: string): Study['trials'] {
  return hasStudy(folder) ? readStudy(folder).trials : [];
}

function isComplete(folder: string): boolean {
  const trials = begun(folder);
  return trials.length > 0 && trials.every(({ status }) => /finished|pruned|failed/.test(status));
}

/** Changes when a trial's file is written. */
function stateOf(folder: string, number: number): string {
  const { ino, mtimeMs } = statSync(join(folder, 'trials', `000${number}`, 'progress.json'));
  return `${ino} ${mtimeMs}`;
}

/** The process that trains a trial, unless it has just come to its end. */
function holderOf(folder: string, number: number): number | undefined {
  const lock = join(folder, 'trials', `000${number}`, '.lock');
  return existsSync(lock) ? Number(readFileSync(lock, 'utf8').split(' ')[0]) : undefined;
}

function kill(pid: number | undefined): void {
  try {
    if (pid) process.kill(pid, 'SIGKILL');
  } catch {
    // it has ended meanwhile
  }
}
