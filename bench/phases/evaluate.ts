import { type Phase, repeated } from '../harness/phase';
import { duration } from '../harness/program';
import { tableFor } from '../harness/table';
import { copyOfRun, RUN } from './published-run';

/** `npm run evaluate` of the published run, ten crops of 3589 images, with figures. */
export const evaluate: Phase = {
  what: '`npm run evaluate` on PrivateTest, narrow VGG, ten crops',
  steps: 1,
  async measure(options) {
    const { path, note } = tableFor(options.folder);
    const keys = [`name=${RUN}`, 'split=PrivateTest', `path=${path}`, `model_save_dir=${copyOfRun(options.folder)}`];
    const command = ['npm', 'run', 'evaluate', '--', ...keys];
    return { ...(await repeated(options, 1, () => duration(command, options.signal))), note };
  },
};
