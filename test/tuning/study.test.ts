import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { bestLines, trialLine } from '../../lib/cli/study';
import { makeFolder } from '../../lib/core/files';
import { type Dataset, EMOTIONS, PIXELS } from '../../lib/data/dataset';
import { settingsTable } from '../../lib/figures/study-tables';
import { trialCurves } from '../../lib/figures/trial-curves';
import type { EpochRecord } from '../../lib/training/history';
import { hyperparameters } from '../../lib/training/hyperparameters';
import { recordDeath } from '../../lib/tuning/deaths';
import { completeDefinition, type StudyDefinition } from '../../lib/tuning/definition';
import { planner, withTrials } from '../../lib/tuning/plan';
import { accuraciesBy, label, ranking, variedKeys } from '../../lib/tuning/ranking';
import { choice, type Space } from '../../lib/tuning/space';
import { type StudyRecord, trialFolder, trialName, withoutReport } from '../../lib/tuning/store';
import { studyOf, studySummary, tried } from '../../lib/tuning/study';
import { isOver, readProgress, scoreAt, type TrialProgress, writeProgress } from '../../lib/tuning/trial-progress';
import { temporaryFolder } from '../training/small';

const space: Space = { lr: choice(0.1, 0.2, 0.3), optimizer: choice('sgd', 'adam') };

function recordOf(definition: Partial<StudyDefinition>): StudyRecord {
  const complete = completeDefinition({ name: 's', space, base: { n_epochs: 4 }, ...definition });
  return withTrials({ definition: complete, data: { name: 'x', sha256: '' }, trials: [] });
}

/** A trial with epochs of these accuracies. */
function after(accuracies: readonly number[], reached = accuracies.length, failed?: string): TrialProgress {
  const history = accuracies.map((validationAccuracy, i) => ({ epoch: i + 1, validationAccuracy }) as EpochRecord);
  return { history, reached, ...(failed === undefined ? {} : { failed }) };
}

const byNumber = (progress: readonly TrialProgress[]) => new Map(progress.map((each, i) => [i + 1, each]));

test('a trial’s accuracy after some epochs is that of its best one', () => {
  const progress = after([0.3, 0.6, 0.5, 0.9], 3);
  assert.deepEqual(
    [1, 2, 3, 4].map((epochs) => scoreAt(progress, epochs, 'accuracy')),
    [0.3, 0.6, 0.6, undefined],
  );
  assert.deepEqual(
    [2, 3, 4].map((epochs) => isOver(progress, epochs)),
    [true, true, false],
  );
  const failed = after([0.3], 1, 'memory');
  assert.deepEqual(
    [1, 2].map((epochs) => scoreAt(failed, epochs, 'accuracy')),
    [0.3, Number.NEGATIVE_INFINITY],
  );
  assert.ok(isOver(failed, 4));
});

test('progress is stored, missing progress is the start, and a damaged file is reported', () => {
  const folder = temporaryFolder();
  assert.deepEqual(readProgress(folder), { history: [], reached: 0 });
  writeProgress(folder, after([0.5], 1));
  assert.deepEqual(readProgress(folder), after([0.5], 1));
  writeFileSync(join(folder, 'progress.json'), '{');
  assert.throws(() => readProgress(folder), /^InputError: .*progress\.json: damaged/);
});

test('trials have numbers, names and seeds; a study that grows keeps its trials', () => {
  const record = recordOf({ seeds: 2, trials: 4, base: { n_epochs: 4, seed: 7 } });
  assert.deepEqual(
    record.trials.map(({ number, settings }) => [
      number,
      settings.name,
      settings.lr,
      settings.optimizer,
      settings.seed,
    ]),
    [
      [1, 's-0001', 0.1, 'sgd', 7],
      [2, 's-0002', 0.1, 'sgd', 8],
      [3, 's-0003', 0.1, 'adam', 7],
      [4, 's-0004', 0.1, 'adam', 8],
    ],
  );
  const grown = withTrials({ ...record, definition: { ...record.definition, trials: 6 } });
  assert.equal(grown.trials.length, 6);
  assert.deepEqual(grown.trials.slice(0, 4), record.trials);
  assert.equal(trialName(12), '0012');
  assert.equal(trialFolder('/a', 12).path, '/a/trials/0012');
});

test('unfinished jobs are planned, those with the most epochs first', () => {
  const plan = planner(recordOf({ searcher: 'halving', eta: 2, trials: 4 }));
  const first = [after([0.1], 1), after([0.9], 1), after([]), after([], 0, 'memory')];
  assert.deepEqual(plan(byNumber(first)), [
    { trial: 2, epochs: 2 },
    { trial: 3, epochs: 1 },
  ]);
  const second = [after([0.1], 1), after([0.9, 0.9], 2), after([0.2], 1), after([], 0, 'memory')];
  assert.deepEqual(plan(byNumber(second)), [{ trial: 3, epochs: 2 }]);
  const third = [after([0.1], 1), after([0.9, 0.9], 2), after([0.2, 0.3], 2), after([], 0, 'memory')];
  assert.deepEqual(plan(byNumber(third)), [{ trial: 2, epochs: 4 }]);
});

test('repeats over seeds are compared by their mean', () => {
  const plan = planner(recordOf({ searcher: 'halving', eta: 2, trials: 4, seeds: 2, min_epochs: 2 }));
  const known = [after([0, 0.9], 2), after([0, 0.1], 2), after([0, 0.6], 2), after([0, 0.6], 2)];
  assert.deepEqual(plan(byNumber(known)), [
    { trial: 3, epochs: 4 },
    { trial: 4, epochs: 4 },
  ]);
  assert.deepEqual(plan(byNumber([...known.slice(0, 3), after([], 0)])), [{ trial: 4, epochs: 2 }]);
});

test('a study reports each trial’s status, and the number of trials that the best was selected from', () => {
  const record = recordOf({ searcher: 'halving', eta: 2, min_epochs: 2 });
  const progress = [
    after([0.1, 0.2], 2), // beaten
    after([0.1, 0.9, 0.5, 0.4], 4),
    after([0.1], 0), // under way
    after([], 0),
    after([], 0, 'memory'),
    after([0.2, 0.3], 2), // no longer in the definition
  ];
  const smaller = { ...record, definition: { ...record.definition, trials: 5 } };
  const study = studyOf('/s', smaller, byNumber(progress), new Set([3]));
  const trialsByNumber = new Map(study.trials.map(({ settings, ...trial }) => [trial.number, trial]));
  const statuses = [...trialsByNumber.values()].map(({ status }) => status);
  assert.equal(statuses.filter((status) => status === 'failed').length, 1);
  assert.deepEqual(trialsByNumber.get(2), {
    number: 2,
    history: progress[1].history,
    failed: undefined,
    wanted: 4,
    score: 0.9,
    accuracy: 0.9,
    status: 'finished',
  });
  assert.equal(trialsByNumber.get(3)?.status, 'running');
  assert.equal(trialsByNumber.get(3)?.accuracy, undefined);
  assert.equal(trialsByNumber.get(4)?.status, 'waiting');
  assert.equal(trialsByNumber.get(4)?.wanted, 2);
  assert.equal(trialsByNumber.get(5)?.status, 'failed');
  assert.equal(trialsByNumber.get(1)?.accuracy, 0.2);
  assert.deepEqual(
    tried(study).map(({ number }) => number),
    [1, 2, 3, 5, 6],
  );
  assert.match(
    studySummary(study),
    /^5 trials tried \(1 finished, .*1 failed, 1 running, 1 waiting.*\), compared on PublicTest$/,
  );
  assert.equal(studySummary({ ...study, trials: [] }), '0 trials tried (none defined), compared on PublicTest');
});

test('a beaten trial is pruned, one that the definition no longer includes is left', () => {
  const record = recordOf({});
  const smaller = { ...record, definition: { ...record.definition, trials: 2 } };
  const progress = [after([0.1], 1), after([0, 0, 0, 0.1], 4), after([0.1], 1), after([]), after([]), after([])];
  const statuses = studyOf('/s', smaller, byNumber(progress), new Set()).trials.map(({ status }) => status);
  assert.deepEqual(statuses, ['waiting', 'finished', 'pruned', 'left', 'left', 'left']);
});

test('settings are ranked by their mean over seeds, without those with a missing or failed repeat', () => {
  const record = recordOf({ seeds: 2, trials: 8, base: { n_epochs: 1 } });
  const progress = [0.2, 0.4, 0.5, 0.5, 0.9, undefined, 0.1, 0.1].map((accuracy, i) => {
    if (accuracy === undefined) return after([]);
    return after([accuracy], 1, i === 7 ? 'memory' : undefined);
  });
  const study = studyOf('/s', record, byNumber(progress), new Set());
  assert.deepEqual(
    ranking(study).map(({ settings, trials, scores, mean }) => [settings.optimizer, trials.length, scores, mean]),
    [
      ['adam', 2, [0.5, 0.5], 0.5],
      ['sgd', 2, [0.2, 0.4], (0.2 + 0.4) / 2],
    ],
  );
  // The adam setting has one trial of two, until the study requires only one.
  const shorter = { ...study, trials: study.trials.slice(0, 3) };
  const optimizers = (of: typeof study) => ranking(of).map(({ settings }) => settings.optimizer);
  assert.deepEqual(optimizers(shorter), ['sgd']);
  assert.deepEqual(optimizers({ ...shorter, definition: { ...study.definition, seeds: 1 } }), ['adam', 'sgd']);
  assert.deepEqual(accuraciesBy(study, 'lr'), [
    { setting: '0.1', accuracies: [0.2, 0.4, 0.5, 0.5] },
    { setting: '0.2', accuracies: [0.9, 0.1, 0.1] },
  ]);
  assert.deepEqual(accuraciesBy(study, 'optimizer', 'lr'), [
    { setting: 'sgd', series: '0.1', accuracies: [0.2, 0.4] },
    { setting: 'adam', series: '0.1', accuracies: [0.5, 0.5] },
    { setting: 'sgd', series: '0.2', accuracies: [0.9] },
    { setting: 'adam', series: '0.2', accuracies: [0.1, 0.1] },
  ]);
  const keys = variedKeys(study);
  assert.deepEqual(keys, ['lr', 'optimizer', 'seed']);
  assert.equal(label(keys, study.trials[3].settings), 'lr=0.1 optimizer=adam seed=1');
});

test('a searched key with one value varies; name does not', () => {
  const study = studyOf('/s', recordOf({ space: { drop: choice(0.2) } }), byNumber([after([])]), new Set());
  assert.deepEqual(variedKeys(study), ['drop']);
});

test('a study without report images cannot report; an older one, which does not count them, can', () => {
  const canReport = (reported?: number) =>
    studyOf(
      '/s',
      { ...recordOf({ trials: 1 }), data: { name: 'x', sha256: '', reported } },
      byNumber([after([])]),
      new Set(),
    ).canReport;
  assert.deepEqual([canReport(0), canReport(7), canReport()], [false, true, true]);
});

test('a trial that dies five times without progress has failed', () => {
  const run = trialFolder(temporaryFolder(), 1);
  makeFolder(run.checkpoints);
  const failure = () => readProgress(run.path).failed;
  const die = (times: number) => {
    for (let i = 0; i < times; i++) recordDeath(run, { reason: 'ended by SIGKILL' });
  };
  die(4);
  assert.equal(failure(), undefined);
  writeFileSync(join(run.checkpoints, 'last'), 'epoch_0001\n'); // it got further
  die(4);
  assert.equal(failure(), undefined);
  writeProgress(run.path, after([0.5], 1));
  die(1);
  assert.match(failure()!, /^ended by SIGKILL, 5 times/);
  assert.equal(readProgress(run.path).history.length, 1);
  const other = trialFolder(temporaryFolder(), 1);
  recordDeath(other, { reason: 'TIMEOUT', final: true });
  assert.equal(readProgress(other.path).failed, 'TIMEOUT');
  assert.ok(existsSync(join(other.path, 'deaths.json')));
  assert.equal(JSON.parse(readFileSync(join(other.path, 'deaths.json'), 'utf8')).times, 1);
});

test('trials use the first images of all splits but the report split', () => {
  const splits = Uint8Array.of(0, 1, 2, 0, 1, 2, 0);
  const data: Dataset = {
    name: 'x',
    classes: EMOTIONS,
    size: 48,
    images: new Uint8Array(7 * PIXELS),
    labels: new Uint8Array(7),
    splits,
    rows: Uint32Array.from(splits.keys()),
  };
  const rows = (settings: object) => [...withoutReport(data, hyperparameters({ name: 'x', ...settings })).rows];
  assert.deepEqual(rows({}), [0, 1, 3, 4, 6]);
  assert.deepEqual(rows({ protocol: 'paper' }), [0, 2, 3, 5, 6]);
  assert.deepEqual(rows({ limit: 1 }), [0, 1]);
});

test('trials are ranked, pruned and shown by the metric that selects epochs', () => {
  const record = recordOf({ trials: 2, base: { n_epochs: 1, select_on: 'f1' } });
  const of = (accuracy: number, f1: number) => {
    const { history, ...rest } = after([accuracy], 1);
    return { ...rest, history: history.map((epoch) => ({ ...epoch, validationF1: f1 })) };
  };
  const study = studyOf('/s', record, byNumber([of(0.9, 0.2), of(0.5, 0.4)]), new Set());
  const [best, other] = ranking(study);
  assert.deepEqual([best.trials[0].number, best.scores, best.trials[0].accuracy], [2, [0.4], 0.5]);
  assert.deepEqual(other.scores, [0.2]);
  assert.equal(scoreAt(of(0.9, 0.2), 1, 'f1'), 0.2);
  assert.match(studySummary(study), /, compared by macro F1 on PublicTest$/);
  assert.equal(settingsTable(study)[0]['Macro F1 on PublicTest (%)†'], 40);
  assert.match(JSON.stringify(trialCurves(study).layout), /Validation macro F1 \(%\)/);
  assert.match(bestLines(study)[0], /^best: 40\.00 %† macro F1 on PublicTest, trial 2: /);
  assert.match(trialLine(study, best.trials[0]), /: 40\.00 % /);
});
