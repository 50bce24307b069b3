import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../lib/core/files';
import { type Phase, repeated } from '../harness/phase';
import { output } from '../harness/program';

interface Notebook {
  cells: { readonly cell_type: string }[];
}

/** The first cell of a notebook, in a new kernel. */
export const firstCell: Phase = {
  what: 'first cell of `02-train` in a new kernel',
  goal: { seconds: 3 },
  steps: 3,
  measure(options) {
    const notebook: Notebook = JSON.parse(readFileSync(join(ROOT, 'notebooks', '02-train.ipynb'), 'utf8'));
    notebook.cells = notebook.cells.filter((cell) => cell.cell_type === 'code').slice(0, 1);
    const file = join(options.folder, 'first-cell.ipynb');
    writeFileSync(file, JSON.stringify(notebook));
    const runner = join(ROOT, 'kernel', 'run_notebook.py');
    const command = [join(ROOT, '.venv', 'bin', 'python'), runner, file, join(options.folder, 'executed.ipynb')];
    return repeated(options, 1, async () => {
      const report = await output(command, options.signal);
      const seconds = /1\/1 +([\d.]+) s/.exec(report)?.[1];
      if (seconds === undefined) throw new Error(`run_notebook.py printed no time: ${report}`);
      return 1000 * Number(seconds);
    });
  },
};
