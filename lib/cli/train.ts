/** `npm run train -- key=value …`: trains a network and leaves a run's folder. */
import { relative } from 'node:path';
import { type Dataset, splitCounts } from '../data/dataset';
import { InputError } from '../errors';
import { accuracy, chosenOn, heading } from '../evaluation/describe';
import { isOptimistic } from '../evaluation/metrics';
import { confusionMatrix } from '../figures/confusion';
import { learningCurves } from '../figures/curves';
import { progress } from '../notebook/progress';
import { runKeys } from '../training/command-line';
import { readNetwork } from '../training/described-network';
import { bestEpoch, type EpochRecord } from '../training/history';
import {
  fromTexts,
  type Hyperparameters,
  hyperparameters,
  KEYS,
  reportSplit,
  selectionSplit,
  validationViews,
} from '../training/hyperparameters';
import type { TrainResult } from '../training/options';
import { noneToReport, readSettings, runFolder } from '../training/run';
import { command, nameOf, onlyKeys } from './command';
import { loadFor } from './images';
import { saveResults } from './save';

const KNOWN = [...Object.keys(KEYS), 'restore', 'restore_epoch', 'model_save_dir'];

command(async (values, signal) => {
  onlyKeys(values, KNOWN);
  const restore = restoreOf(values);
  const settings = settingsOf(values, restore !== undefined);
  const data = await loadFor(settings);
  // TensorFlow loads here, after all that a user may have to mend.
  const { train } = await import('../training/trainer');
  const line = progress();
  const result = await train(settings, {
    data,
    restore,
    modelSaveDir: values.get('model_save_dir'),
    signal,
    onNotice: console.log,
    onProgress: process.stderr.isTTY ? line.update : undefined,
    onEpoch: (history) => console.log(epochLine(history, settings)),
  });
  await finish(result, data, { signal, elsewhere: values.get('model_save_dir') });
});

/** Of a run that goes on, those that it began with, unless they are given anew. */
function settingsOf(values: ReadonlyMap<string, string>, goesOn: boolean): Hyperparameters {
  const given = fromTexts(values);
  if (!goesOn) return hyperparameters(given);
  const folder = runFolder(nameOf(values), values.get('model_save_dir'));
  return hyperparameters(
    { ...readSettings(folder).options, ...given },
    {
      described: readNetwork(folder)?.network,
    },
  );
}

interface FinishOptions {
  readonly signal: AbortSignal;
  /** The run's folder where it was chosen. */
  readonly elsewhere: string | undefined;
}

async function finish(result: TrainResult, data: Dataset, { signal, elsewhere }: FinishOptions): Promise<void> {
  const { folder, history, interrupted, options } = result;
  const place = relative(process.cwd(), folder.path);
  const keys = runKeys(options.name, elsewhere);
  if (interrupted) {
    console.log(`stopped with a checkpoint; npm run train -- ${keys} restore=last goes on (${place})`);
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
  const chosen = chosenOn(evaluation) === split ? 'the split that chose the epoch' : 'which was fitted as well';
  console.log(`${split}: ${accuracy(evaluation)}${isOptimistic(evaluation) ? `, ${chosen}` : ''}`);
  const figures = {
    'learning-curves': learningCurves(history),
    [`confusion-${split}`]: confusionMatrix(evaluation.confusion, { title: heading(evaluation) }),
  };
  await saveResults({ figures }, { folder: folder.figures, signal });
  console.log(`${place} holds history, checkpoints and figures`);
  const reported = reportSplit(options.protocol);
  const isEmpty = splitCounts(data)[reported] === 0;
  const advice = `npm run evaluate -- ${keys} measures it on ${reported}, which it has not seen`;
  console.log(isEmpty ? noneToReport(reported) : advice);
}

/** One epoch: `epoch 3/20  train 1.213 52.3 %  validation 1.190 54.1 %  rate 0.01  62 s  best so far`. */
function epochLine(history: readonly EpochRecord[], { fit }: Hyperparameters): string {
  const last = history[history.length - 1];
  if (!last) return 'no epochs: the initial weights are saved';
  // Where the validation images are fitted as well, no epoch is better for them.
  const isBest = fit === 'training' && bestEpoch(history) === last;
  const share = (value: number) => `${(100 * value).toFixed(1)} %`;
  return [
    `epoch ${last.epoch}`,
    `train ${last.trainLoss.toFixed(4)} ${share(last.trainAccuracy)}`,
    `validation ${last.validationLoss.toFixed(4)} ${share(last.validationAccuracy)}`,
    `rate ${Number(last.learningRate.toPrecision(3))}`,
    `${last.seconds.toFixed(1)} s${isBest ? '  best so far' : ''}`,
  ].join('  ');
}

function restoreOf(values: ReadonlyMap<string, string>): 'last' | number | undefined {
  const epoch = values.get('restore_epoch');
  const restore = values.get('restore');
  if (epoch !== undefined && restore !== undefined) {
    throw new InputError('restore', restore, 'must not be given beside restore_epoch');
  }
  if (restore !== undefined && restore !== 'last') throw new InputError('restore', restore, 'must be last');
  if (epoch === undefined) return restore;
  if (!/^\d+$/.test(epoch)) throw new InputError('restore_epoch', epoch, 'must be an integer ≥ 0');
  return Number(epoch);
}
