/** `npm run train -- key=value …`: trains a network and creates a run. */
import { relative } from 'node:path';
import { InputError } from '../core/errors';
import { documented } from '../core/help';
import { choice, integer, optional, picked } from '../core/keys';
import { splitCounts } from '../data/dataset';
import { accuracyText, chosenOn, evaluationTitle } from '../evaluation/describe';
import { isOptimistic } from '../evaluation/metrics';
import { confusionMatrix } from '../figures/confusion-matrix';
import { learningCurves } from '../figures/learning-curves';
import { openRun, type Run } from '../runs/run';
import { epochLine } from '../terminal/epoch-line';
import { progress } from '../terminal/progress-line';
import { runKeys } from '../training/command-line';
import { HYPERPARAMETERS, hyperparameters } from '../training/hyperparameters';
import { reportSplit } from '../training/protocol';
import { recipeText } from '../training/recipes';
import { resumedSettings } from '../training/resumed-settings';
import { noneToReport } from '../training/run-folder';
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
  const { name, restore, restore_epoch, model_save_dir } = values;
  if (restore !== undefined && restore_epoch !== undefined) {
    throw new InputError('restore', restore, 'must not be given together with restore_epoch');
  }
  const from = restore ?? restore_epoch;
  const chosen = { ...picked(HYPERPARAMETERS, given), name };
  const settings = from === undefined ? hyperparameters(chosen) : resumedSettings(chosen, model_save_dir);
  const recipe = from === undefined ? recipeText(settings.recipe) : undefined;
  if (recipe) console.log(recipe);
  const data = await loadFor(settings);
  // TensorFlow loads here, after all errors that the user can fix.
  const { train } = await import('../training/trainer');
  const { interrupted } = await train(settings, {
    data,
    restore: from,
    model_save_dir,
    signal,
    onNotice: console.log,
    onProgress: process.stderr.isTTY ? progress().update : undefined,
    onEpoch: (history) => console.log(epochLine(history, settings)),
  });
  const run = openRun(name, { model_save_dir, data });
  const keys = runKeys(name, model_save_dir);
  const place = relative(process.cwd(), run.folder.path);
  if (interrupted)
    console.log(`stopped with a checkpoint; npm run train -- ${keys} restore=last resumes it (${place})`);
  else {
    await saveEvaluation(run, signal);
    console.log(`written to ${place}: history, checkpoints and figures`);
    console.log(await adviceFor(run, keys));
  }
});

/** Evaluates a trained run on its selection split, and draws its learning curves and confusion matrix. */
async function saveEvaluation(run: Run, signal: AbortSignal): Promise<void> {
  const { evaluation } = await run.validate({ signal });
  const { split } = evaluation;
  const chosen = chosenOn(evaluation) === split ? 'the split that selected the epoch' : 'a split that was also fitted';
  console.log(`${split}: ${accuracyText(evaluation)}${isOptimistic(evaluation) ? `, ${chosen}` : ''}`);
  const figures = {
    'learning-curves': learningCurves(run.history),
    [`confusion-${split}`]: confusionMatrix(evaluation, { title: evaluationTitle(evaluation) }),
  };
  await saveResults({ figures }, { folder: run.folder.figures, signal });
}

/** The command that evaluates a run on the split that was not used. */
async function adviceFor(run: Run, keys: string): Promise<string> {
  const split = reportSplit(run.settings.protocol);
  if (splitCounts(await run.data())[split] === 0) return noneToReport(split);
  return `npm run evaluate -- ${keys} evaluates it on ${split}, which was not used`;
}
