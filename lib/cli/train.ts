/** `npm run train -- key=value …`: trains a network and creates a run. */
import { relative } from 'node:path';
import { InputError } from '../core/errors';
import { documented } from '../core/help';
import { choice, integer, optional, picked } from '../core/keys';
import { type Dataset, splitCounts } from '../data/dataset';
import { accuracyText, chosenOn, evaluationTitle } from '../evaluation/describe';
import { isOptimistic } from '../evaluation/metrics';
import { confusionMatrix } from '../figures/confusion-matrix';
import { learningCurves } from '../figures/learning-curves';
import { progress } from '../terminal/progress-line';
import { runKeys } from '../training/command-line';
import { readNetwork } from '../training/described-network';
import { bestEpoch, type EpochRecord } from '../training/history';
import { HYPERPARAMETERS, type Hyperparameters, hyperparameters } from '../training/hyperparameters';
import { reportSplit, selectionSplit, validationViews } from '../training/protocol';
import { recipeText } from '../training/recipes';
import { noneToReport, readSettings, runFolder } from '../training/run-folder';
import type { TrainResult } from '../training/train-options';
import { command } from './command';
import { loadFor } from './images';
import { RUN_KEYS } from './run-keys';
import { saveResults } from './save';

const COMMAND_KEYS = documented(__filename, {
  ...HYPERPARAMETERS,
  /** Resume an existing run from its last checkpoint, with its settings. */
  restore: optional(choice(['last'], 'last'), 'start a new run'),
  /** Resume an existing run from the checkpoint of an epoch; later checkpoints are moved to NAME.1. */
  restore_epoch: optional(integer(undefined, 0), 'start a new run'),
  model_save_dir: RUN_KEYS.model_save_dir,
});

const usage = {
  name: 'train',
  summary: 'Trains a network, and writes settings, history, checkpoints, evaluation and figures to outputs/NAME/.',
  keys: COMMAND_KEYS,
  examples: ['name=my_vgg bs=128 lr=0.1 schedule=onecycle n_epochs=30', 'name=my_vgg restore=last n_epochs=60'],
};

command(usage, async ({ values, given }, signal) => {
  const { restore, restore_epoch, model_save_dir: elsewhere } = values;
  if (restore !== undefined && restore_epoch !== undefined) {
    throw new InputError('restore', restore, 'must not be given together with restore_epoch');
  }
  const from = restore ?? restore_epoch;
  const folder = runFolder(values.name, elsewhere);
  const before = from === undefined ? {} : readSettings(folder).options;
  const described = from === undefined ? undefined : readNetwork(folder)?.network;
  const settings = hyperparameters({ ...before, ...picked(HYPERPARAMETERS, given) }, { described });
  const recipe = from === undefined ? recipeText(settings.recipe) : undefined;
  if (recipe) console.log(recipe);
  const data = await loadFor(settings);
  // TensorFlow loads here, after all errors that the user can fix.
  const { train } = await import('../training/trainer');
  const line = progress();
  const result = await train(settings, {
    data,
    restore: from,
    modelSaveDir: elsewhere,
    signal,
    onNotice: console.log,
    onProgress: process.stderr.isTTY ? line.update : undefined,
    onEpoch: (history) => console.log(epochLine(history, settings)),
  });
  await finish(result, data, { signal, elsewhere });
});

interface FinishOptions {
  readonly signal: AbortSignal;
  /** The run's folder, if the user chose it. */
  readonly elsewhere: string | undefined;
}

async function finish(result: TrainResult, data: Dataset, { signal, elsewhere }: FinishOptions): Promise<void> {
  const { folder, history, interrupted, options } = result;
  const place = relative(process.cwd(), folder.path);
  const keys = runKeys(options.name, elsewhere);
  if (interrupted) {
    console.log(`stopped with a checkpoint; npm run train -- ${keys} restore=last resumes it (${place})`);
    return;
  }
  const { evaluate } = await import('../evaluation/evaluate');
  const split = selectionSplit(options.protocol);
  const { evaluation } = await evaluate(folder, {
    data,
    split,
    views: validationViews(options),
    signal,
  });
  const chosen = chosenOn(evaluation) === split ? 'the split that chose the epoch' : 'which was fitted too';
  console.log(`${split}: ${accuracyText(evaluation)}${isOptimistic(evaluation) ? `, ${chosen}` : ''}`);
  const figures = {
    'learning-curves': learningCurves(history),
    [`confusion-${split}`]: confusionMatrix(evaluation, { title: evaluationTitle(evaluation) }),
  };
  await saveResults({ figures }, { folder: folder.figures, signal });
  console.log(`written to ${place}: history, checkpoints and figures`);
  const reported = reportSplit(options.protocol);
  const isEmpty = splitCounts(data)[reported] === 0;
  const advice = `npm run evaluate -- ${keys} evaluates it on ${reported}, which was not used`;
  console.log(isEmpty ? noneToReport(reported) : advice);
}

/** One epoch: `epoch 3/20  train 1.213 52.3 %  validation 1.190 54.1 %  rate 0.01  62 s  best so far`. */
function epochLine(history: readonly EpochRecord[], { fit, select_on }: Hyperparameters): string {
  const last = history[history.length - 1];
  if (!last) return 'no epochs: the initial weights are saved';
  // If the validation images are fitted too, no epoch is better on them.
  const isBest = fit === 'training' && bestEpoch(history, select_on) === last;
  const share = (value: number) => `${(100 * value).toFixed(1)} %`;
  return [
    `epoch ${last.epoch}`,
    `train ${last.trainLoss.toFixed(4)} ${share(last.trainAccuracy)}`,
    `validation ${last.validationLoss.toFixed(4)} ${share(last.validationAccuracy)}`,
    `rate ${Number(last.learningRate.toPrecision(3))}`,
    `${last.seconds.toFixed(1)} s${isBest ? '  best so far' : ''}`,
  ].join('  ');
}
