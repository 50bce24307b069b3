import { isInstalled } from '../../lib/data/places';
import { type Phase, repeated } from '../harness/phase';
import { duration } from '../harness/program';
import { copyOfRun, RUN } from './published-run';

/** `npm run evaluate` of the published run, ten crops of 3589 images, with figures. The run accepts only FER2013. */
export const evaluate: Phase = {
  what: '`npm run evaluate` on PrivateTest, narrow VGG, ten crops',
  steps: 1,
  async measure(options) {
    if (!isInstalled('fer2013')) throw new Error('needs FER2013 in datasets/fer2013');
    const keys = [`name=${RUN}`, 'split=PrivateTest', `model_save_dir=${copyOfRun(options.folder)}`];
    const command = ['npm', 'run', 'evaluate', '--', ...keys];
    return repeated(options, 1, () => duration(command, options.signal));
  },
};
