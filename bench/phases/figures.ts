import { join } from 'node:path';
import { ROOT } from '../../lib/core/files';
import { TYPESCRIPT } from '../../scripts/system/typescript.cjs';
import { type Phase, repeated } from '../harness/phase';
import { duration } from '../harness/program';
import { copyOfRun } from './published-run';

/** Three figures of the published run, by a new process with a new browser. */
export const figures: Phase = {
  what: 'export of three figures as PDF, SVG and PNG',
  steps: 3,
  measure(options) {
    const program = join(ROOT, 'bench', 'ours', 'three-figures.ts');
    const folders = [copyOfRun(options.folder), join(options.folder, 'figures')];
    const command = [process.execPath, ...TYPESCRIPT, program, ...folders];
    return repeated(options, 1, () => duration(command, options.signal));
  },
};
