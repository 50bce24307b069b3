import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { changeTogether } from '../../lib/core/changes';
import { makeFolder } from '../../lib/core/files';
import { type Dataset, EMOTIONS, hash, type Split, select } from '../../lib/data/dataset';
import { measure } from '../../lib/evaluation/metrics';
import { type StoredEvaluation, writeEvaluation } from '../../lib/evaluation/stored';
import type { ReportedRun } from '../../lib/report/reported-run';
import { type Hyperparameters, hyperparameters } from '../../lib/training/hyperparameters';
import { selectionSplit } from '../../lib/training/protocol';
import {
  type RunFolder,
  readHistory,
  readSettings,
  runFolder,
  settingsContent,
  writeHistory,
} from '../../lib/training/run-folder';
import { noise, tableOf } from '../data/tables';

/** Images whose table {@link exampleRun} writes: 56 Training, 14 PublicTest, 14 PrivateTest. */
export const images: Dataset = noise(84);

/**
 * Leaves what a training and its evaluation leave, without either: two epochs, both test splits.
 *
 * @param folder of the run, below an empty one
 * @param right how many images of each split are predicted right; the others pass for the next emotion
 */
export function exampleRun(folder: string, settings: Partial<Hyperparameters>, right = 10): RunFolder {
  const run = runFolder('example', folder);
  makeFolder(run.path);
  const path = join(folder, 'images.csv');
  writeFileSync(path, tableOf(images).join('\n'));
  const options = hyperparameters({ name: 'example', dataset: 'fer2013', path, n_epochs: 2, ...settings });
  const device = { kind: 'cpu', cpu: 'Example 1', cores: 2, computes: 'float32' };
  const versions = { node: 'v20.19.0', tfjs: '4.22.0', tensorflow: '2.21.0' };
  writeSettings(run, options, { data: { name: 'fer2013', images: 84, sha256: hash(images) }, device, versions });
  const epoch = { trainLoss: 1.5, trainAccuracy: 0.4, validationLoss: 1.6, learningRate: 0.01, seconds: 3 };
  writeHistory(run, [
    { epoch: 1, ...epoch, validationAccuracy: 0.3 },
    { epoch: 2, ...epoch, validationAccuracy: 0.5 },
  ]);
  for (const split of ['PublicTest', 'PrivateTest'] as const) writeEvaluation(run, evaluated(split, options, right));
  return run;
}

function evaluated(split: Split, { protocol }: Hyperparameters, right: number): StoredEvaluation {
  const { labels, rows } = select(images, split);
  const probabilities = new Float32Array(7 * labels.length).fill(0.05);
  labels.forEach((label, i) => {
    probabilities[7 * i + ((i < right ? label : label + 1) % 7)] = 0.7;
  });
  const predictions = { classes: EMOTIONS, labels, probabilities };
  const selected_on = selectionSplit(protocol);
  return { evaluation: { split, ...measure(predictions), crops: 'ten', selected_on }, predictions, rows };
}

/** Writes the settings of a run, and what else its numbers depend on. */
export function writeSettings({ path }: RunFolder, options: Hyperparameters, environment: object): void {
  changeTogether(path, { write: settingsContent(options, environment) });
}

/** A run as the sections of a report that are about its training read it. */
export function reportedRun(folder: RunFolder): ReportedRun {
  return { folder, history: readHistory(folder), ...readSettings(folder) };
}
