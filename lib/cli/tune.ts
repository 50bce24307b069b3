/** `npm run tune -- name=my_study optimizer=sgd,adam lr=0.001..0.1:log …`: runs a study, or reports on one. */

import { InputError } from '../core/errors';
import { documented } from '../core/help';
import { choice, optional, text } from '../core/keys';
import { counter } from '../terminal/counter';
import { runName } from '../training/run-name';
import { completeDefinition, STUDY_KEYS } from '../tuning/definition';
import { hasStudy, studyFolder } from '../tuning/store';
import { type Study, studySummary } from '../tuning/study';
import { command } from './command';
import { bestLines, exportStudy, statusLines, trialLine } from './study';
import { definitionOf, EXECUTOR_KEYS, executorOf, SEARCH_KEYS } from './study-arguments';

const KEYS = documented(__filename, {
  /** What to do: run the study, print its status, print its best setting, or export its figures and tables. */
  action: choice(['run', 'status', 'best', 'export'], 'run'),
  /** Name of the study and of its folder in outputs/. */
  name: runName('my_study'),
  /** Folder of the study. */
  model_save_dir: optional(text(undefined, 'folder'), 'outputs/NAME'),
  ...STUDY_KEYS,
  ...EXECUTOR_KEYS,
  ...SEARCH_KEYS,
});

const usage = {
  name: 'tune',
  summary:
    'Searches hyperparameters. Keys of a training with several values are searched, the others are the same for every trial: ' +
    'values lr=0.1,0.01; a range drop=0..0.5; a range uniform in its logarithm lr=0.001..0.1:log; a condition ' +
    'momentum=0.8..0.99@optimizer=sgd. A study resumes where it stopped.',
  keys: KEYS,
  bare: 'action',
  examples: [
    'name=my_study optimizer=sgd,adam lr=0.001..0.1:log searcher=random trials=20',
    'name=my_study',
    'name=my_study status',
  ],
};

command(usage, async ({ values, given }, signal) => {
  const { action, name } = values;
  const folder = values.model_save_dir ?? studyFolder(name);
  if (action !== 'run') return print(action, folder, signal);

  const definition = completeDefinition(definitionOf(name, given, folder));
  if (!hasStudy(folder) && Object.keys(definition.space).length === 0 && definition.seeds === 1) {
    throw new InputError('name', name, 'must search something: give a key several values, for example lr=0.001,0.01');
  }
  const executor = executorOf(values);
  const { tune } = await import('../tuning/tune');
  const lines = watcher();
  const study = await tune(definition, { folder, executor, signal, onNotice: console.log, onChange: lines });
  console.log(studySummary(study));
  console.log(bestLines(study).join('\n'));
  const waiting = study.trials.filter(({ status }) => status === 'waiting').length;
  if (waiting > 0) console.log(`${waiting} trials wait: ${resuming(study, values.executor, signal)}`);
});

function resuming({ definition }: Study, executor: string, signal: AbortSignal): string {
  const again = `npm run tune -- name=${definition.name}`;
  if (executor === 'slurm') return `Slurm's tasks continue, and ${again} executor=slurm watches them again`;
  const spent = definition.max_epochs > 0 && !signal.aborted;
  return `${again}${spent ? ' with a higher max_epochs' : ''} resumes`;
}

async function print(action: 'status' | 'best' | 'export', folder: string, signal: AbortSignal): Promise<void> {
  const { readStudy } = await import('../tuning/study');
  const study = readStudy(folder);
  if (action === 'export') await exportStudy(study, signal);
  else console.log((action === 'best' ? bestLines(study) : statusLines(study)).join('\n'));
}

/** Prints a line for each trial that has completed a stage, and a count of epochs in the terminal. */
function watcher(): (study: Study) => void {
  const count = counter('epochs');
  let before: Study | undefined;
  return (study) => {
    for (const [i, trial] of study.trials.entries()) {
      const was = before?.trials[i];
      const ended = was?.status === 'running' && trial.status !== 'running';
      if (was && (ended || was.score !== trial.score)) console.log(trialLine(study, trial));
    }
    before = study;
    const sum = (of: (trial: Study['trials'][number]) => number) => study.trials.reduce((n, trial) => n + of(trial), 0);
    count(
      sum(({ history }) => history.length),
      sum(({ wanted }) => wanted),
    );
  };
}
