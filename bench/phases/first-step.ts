import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../lib/core/files';
import { type Phase, repeated } from '../harness/phase';
import { output } from '../harness/program';
import { tableFor } from '../harness/table';

const UNTIL = join(ROOT, 'bench', 'phases', 'until.py');

/** `npm run train` until the first step of the VGG is shown. The first round reads the data into the cache. */
export const firstStep: Phase = {
  what: '`npm run train` to the first step of the VGG',
  goal: { seconds: 4 },
  steps: 3,
  async measure(options) {
    const { path, note } = tableFor(options.folder);
    const run = join(options.folder, 'first-step');
    const keys = ['name=bench', 'dataset=fer2013', `path=${path}`, `model_save_dir=${run}`];
    const command = [join(ROOT, '.venv', 'bin', 'python'), UNTIL, ' 1/449', 'npm', 'run', 'train', '--', ...keys];
    const result = await repeated(options, 1, async () => {
      rmSync(run, { recursive: true, force: true });
      return Number(await output(command, options.signal));
    });
    return { ...result, note };
  },
};
