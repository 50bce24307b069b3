import assert from 'node:assert/strict';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { SPLITS } from '../../lib/data/dataset';
import { evaluate } from '../../lib/evaluation/evaluate';
import { train } from '../../lib/training/trainer';
import type { StudyDefinition } from '../../lib/tuning/definition';
import { accuraciesBy, ranking } from '../../lib/tuning/ranking';
import { choice, logRange } from '../../lib/tuning/space';
import { trialFolder } from '../../lib/tuning/store';
import { type Study, studySummary } from '../../lib/tuning/study';
import { tune } from '../../lib/tuning/tune';
import { temporaryFolder } from '../training/small';
import { base, data, results } from './small-study';

const grid: StudyDefinition = {
  name: 'test',
  space: { lr: choice(0.01, 0.05) },
  base: { ...base, n_epochs: 2 },
};
const statuses = ({ trials }: Study) => trials.map(({ status }) => status);
const epochs = ({ trials }: Study) => trials.map(({ history }) => history.length);

test('a study trains its trials once, and a larger space adds trials', async () => {
  const folder = temporaryFolder();
  const seen: string[] = [];
  const study = await tune(grid, { data, folder, onChange: (state) => seen.push(studySummary(state)) });
  assert.deepEqual(statuses(study), ['finished', 'finished']);
  assert.equal(seen[0], '0 trials tried (1 running, 1 waiting), compared on PublicTest');
  assert.equal(seen.at(-1), '2 trials tried (2 finished), compared on PublicTest');
  for (const file of ['hyperparameters.json', 'history.csv', 'checkpoints/last']) {
    assert.ok(existsSync(join(folder, 'trials', '0001', file)), file);
  }
  const before = statSync(join(folder, 'trials', '0001', 'history.csv')).mtimeMs;
  const larger = await tune({ ...grid, space: { lr: choice(0.02, 0.01, 0.05) } }, { data, folder });
  assert.deepEqual(
    larger.trials.map(({ settings }) => settings.lr),
    [0.01, 0.05, 0.02],
  );
  assert.deepEqual(results(larger).slice(0, 2), results(study));
  assert.equal(statSync(join(folder, 'trials', '0001', 'history.csv')).mtimeMs, before);
});

test('a trial equals a run with the same settings', async () => {
  const study = await tune({ ...grid, seeds: 2 }, { data, folder: temporaryFolder() });
  const [, second] = study.trials;
  const alone = await train({ ...second.settings, name: 'alone' }, { data, model_save_dir: temporaryFolder() });
  assert.equal(second.settings.seed, 1);
  assert.deepEqual(
    second.history.map(({ trainLoss, validationLoss }) => [trainLoss, validationLoss]),
    alone.history.map(({ trainLoss, validationLoss }) => [trainLoss, validationLoss]),
  );
});

test('selection never uses the report split: changing its images and labels has no effect', async () => {
  const report = SPLITS.indexOf('PrivateTest');
  const images = data.images.map((gray, at) => (data.splits[Math.floor(at / 2304)] === report ? 255 - gray : gray));
  const labels = data.labels.map((label, i) => (data.splits[i] === report ? 6 - label : label));
  const folders = [temporaryFolder(), temporaryFolder()];
  const study = await tune(grid, { data, folder: folders[0] });
  const other = await tune(grid, { data: { ...data, images, labels }, folder: folders[1] });
  assert.deepEqual(results(other), results(study));
  // It is not among the images of a trial.
  await assert.rejects(
    evaluate(trialFolder(folders[0], 1), { data }),
    /dataset: easy; must contain the images that the run was trained on/,
  );
});

test('a trial’s failure is recorded with its reason, and the others continue', async () => {
  const space = { lr: choice(1e30, 0.01), bs: choice(16, 16.5) };
  await assert.rejects(tune({ ...grid, space }, { data, folder: temporaryFolder() }), /bs: 16.5; must be an integer/);
  const study = await tune({ ...grid, space: { lr: space.lr } }, { data, folder: temporaryFolder() });
  assert.deepEqual(statuses(study), ['failed', 'finished']);
  assert.match(study.trials[0].failed!, /^loss: not finite at epoch 1, step \d/);
  assert.deepEqual(
    ranking(study).map(({ settings }) => settings.lr),
    [0.01],
  );
});

test('halving trains few trials to the end, and more trials keep the earlier ones', async () => {
  const definition: StudyDefinition = {
    name: 'test',
    space: { lr: logRange(1e-3, 0.1) },
    searcher: 'halving',
    eta: 3,
    trials: 4,
    base: { ...base, n_epochs: 3 },
  };
  const folder = temporaryFolder();
  const study = await tune(definition, { data, folder });
  assert.deepEqual(epochs(study).sort(), [1, 1, 1, 3]);
  assert.equal(statuses(study).filter((status) => status === 'pruned').length, 3);
  const more = await tune({ ...definition, trials: 6 }, { data, folder });
  assert.deepEqual(
    results(more)
      .slice(0, 4)
      .map(({ number }) => number),
    [1, 2, 3, 4],
  );
  const atOnce = await tune({ ...definition, trials: 6 }, { data, folder: temporaryFolder() });
  assert.deepEqual(results(more), results(atOnce));
});

test('a budget of epochs and an interrupt leave trials waiting; the same call resumes them', async () => {
  const folder = temporaryFolder();
  const short = await tune({ ...grid, max_epochs: 3 }, { data, folder });
  assert.deepEqual(statuses(short), ['finished', 'waiting']);
  const stop = new AbortController();
  const stopped = await tune(grid, {
    data,
    folder,
    signal: stop.signal,
    onChange: ({ trials }) => trials[1].history.length > 0 && stop.abort(),
  });
  assert.ok(['waiting', 'finished'].includes(stopped.trials[1].status));
  assert.deepEqual(statuses(await tune(grid, { data, folder })), ['finished', 'finished']);
});

test('another data set, and a folder with a run, are rejected', async () => {
  const folder = temporaryFolder();
  await tune({ ...grid, max_epochs: 1 }, { data, folder });
  const limited = { ...grid, base: { ...grid.base, limit: 14 } };
  await assert.rejects(
    tune(limited, { data, folder }),
    /dataset: easy; must contain the images that the study started with/,
  );
  const run = temporaryFolder();
  await train({ ...base, name: 'run', n_epochs: 0 }, { data, model_save_dir: run });
  await assert.rejects(tune(grid, { data, folder: run }), /name: test; is already a run: choose another name/);
});

test('repeats over seeds are one setting, and accuracies are grouped by values', async () => {
  const study = await tune({ ...grid, seeds: 2, base: { ...base, n_epochs: 1 } }, { data, folder: temporaryFolder() });
  assert.deepEqual(
    ranking(study).map(({ trials }) => trials.length),
    [2, 2],
  );
  const [first] = accuraciesBy(study, 'lr', 'optimizer');
  assert.deepEqual([first.setting, first.series, first.accuracies.length], ['0.01', 'sgd_nesterov', 2]);
});

test('hours are a budget: 600 hours, more than a timer supports, stop nothing, and a moment stops the trials', async () => {
  const study = await tune({ ...grid, hours: 600 }, { data, folder: temporaryFolder() });
  assert.deepEqual(statuses(study), ['finished', 'finished']);
  const long = { ...grid, base: { ...base, n_epochs: 100_000 }, hours: 0.0005 };
  const stopped = await tune(long, { data, folder: temporaryFolder() });
  assert.deepEqual(statuses(stopped), ['waiting', 'waiting']);
});
