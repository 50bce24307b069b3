import { type Phase, repeated } from '../harness/phase';
import { duration } from '../harness/program';
import { copyOfRun, RUN } from './published-run';

/** `npm run figures` of the published run: learning curves, confusion matrix and reliability diagram. */
export const figures: Phase = {
  what: '`npm run figures`: three figures as PDF, SVG and PNG',
  steps: 3,
  measure(options) {
    const keys = [`name=${RUN}`, 'split=PrivateTest', `model_save_dir=${copyOfRun(options.folder)}`];
    const command = ['npm', 'run', 'figures', '--', ...keys];
    return repeated(options, 1, () => duration(command, options.signal));
  },
};
