/** `npm run tune -- name=my_study optimizer=sgd,adam lr=0.001..0.1:log …`: runs a study, and tells how one stands. */
import { InputError } from '../errors';
import { counter } from '../notebook/counter';
import { completeDefinition, STUDY_KEYS } from '../tuning/definition';
import { hasStudy, studyFolder } from '../tuning/store';
import { type Study, summary } from '../tuning/study';
import { command, nameOf, oneOf, onlyKeys } from './command';
import { bestLines, exportStudy, statusLines, trialLine } from './study';
import { DEFINITION_KEYS, definitionOf, EXECUTOR_KEYS, executorOf } from './study-arguments';

const ACTIONS = ['run', 'status', 'best', 'export'] as const;
const KNOWN = ['name', 'action', 'model_save_dir', ...EXECUTOR_KEYS, ...Object.keys(STUDY_KEYS), ...DEFINITION_KEYS];

command(
  async (values, signal) => {
    onlyKeys(values, KNOWN);
    const action = oneOf(values, 'action', ACTIONS) ?? 'run';
    const name = nameOf(values, 'my_study');
    const folder = values.get('model_save_dir') ?? studyFolder(name);
    if (action !== 'run') return tell(action, folder, signal);

    const definition = completeDefinition(definitionOf(values, folder));
    if (!hasStudy(folder) && Object.keys(definition.space).length === 0 && definition.seeds === 1) {
      throw new InputError('name', name, 'searches nothing yet: give a key several values, as lr=0.001,0.01');
    }
    const executor = executorOf(values);
    const { tune } = await import('../tuning/tune');
    const lines = watcher();
    const study = await tune(definition, { folder, executor, signal, onNotice: console.log, onChange: lines });
    console.log(summary(study));
    console.log(bestLines(study).join('\n'));
    const waiting = study.trials.filter(({ status }) => status === 'waiting').length;
    if (waiting > 0) console.log(`${waiting} trials wait: ${howToGoOn(study, values, signal)}`);
  },
  { bare: 'action' },
);

function howToGoOn({ definition }: Study, values: ReadonlyMap<string, string>, signal: AbortSignal): string {
  const again = `npm run tune -- name=${definition.name}`;
  if (values.get('executor') === 'slurm') return `Slurm's tasks go on, and ${again} executor=slurm watches them again`;
  const spent = definition.maxEpochs > 0 && !signal.aborted;
  return `${again}${spent ? ' with a higher max_epochs' : ''} goes on`;
}

async function tell(action: 'status' | 'best' | 'export', folder: string, signal: AbortSignal): Promise<void> {
  const { readStudy } = await import('../tuning/study');
  const study = readStudy(folder);
  if (action === 'export') await exportStudy(study, signal);
  else console.log((action === 'best' ? bestLines(study) : statusLines(study)).join('\n'));
}

/** A line for each trial that has come to the end of a stage, and a count of epochs in the terminal. */
function watcher(): (study: Study) => void {
  const count = counter('epochs');
  let before: Study | undefined;
  return (study) => {
    for (const [i, trial] of study.trials.entries()) {
      const was = before?.trials[i];
      const ended = was?.status === 'running' && trial.status !== 'running';
      if (was && (ended || was.accuracy !== trial.accuracy)) console.log(trialLine(study, trial));
    }
    before = study;
    const sum = (of: (trial: Study['trials'][number]) => number) => study.trials.reduce((n, trial) => n + of(trial), 0);
    count(
      sum(({ history }) => history.length),
      sum(({ wanted }) => wanted),
    );
  };
}
