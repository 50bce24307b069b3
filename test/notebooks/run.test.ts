import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { after, test } from 'node:test';
import type { Figure } from '../../lib/figures/figure';
import { faultsInDark, loadTheme } from '../lab/dark';
import { savedFigures } from '../lab/fixture';
import { notebooks, read } from './notebook';

/** Small parameters for each notebook: what a reader would choose for a first look. */
const parameters: Readonly<Record<string, readonly string[]>> = {
  '01-explore': ['dataset=faces'],
  // Trains the run that 04-evaluate measures and 05-saliency explains.
  '02-train': ['dataset=faces', 'limit=128', 'n_epochs=2', 'bs=32', 'input_size=24', 'name=test-notebooks'],
  '03-tune': ['dataset=faces', 'limit=56', 'n_epochs=2', 'trials=4', 'name=test-notebooks'],
  '04-evaluate': ['name=test-notebooks', 'views=flip'],
  '06-try': ['name=test-notebooks', 'method=gradient'],
  '05-saliency': ['name=test-notebooks', 'images=1', 'masks=20', 'samples=4', 'steps=8'],
};

/** What a notebook's command writes to stderr. */
const ERRORS = join('outputs', 'test-notebooks-errors.txt');

cleanUp(); // what an interrupted test left
after(cleanUp);

for (const file of notebooks) {
  const name = basename(file, '.ipynb');
  test(`${name} runs headless, and its figures can be read in the dark theme`, async () => {
    const args = [join('scripts', 'notebooks.mjs'), name, ...parameters[name]];
    const errors = openSync(ERRORS, 'w'); // a file, as a terminal, can be opened again to hide TensorFlow's notices
    const { status } = spawnSync(process.execPath, args, { stdio: ['ignore', 'ignore', errors] });
    closeSync(errors);
    const stderr = readFileSync(ERRORS, 'utf8');
    assert.equal(status, 0, stderr);
    assert.doesNotMatch(stderr, /absl|tensorflow/i);
    const copy = join('outputs', 'notebooks', `${name}.ipynb`);
    const { cells } = read(copy);
    const kinds = cells.flatMap(({ outputs = [] }) => outputs.map(({ output_type }) => output_type));
    assert.ok(kinds.includes('display_data') && !kinds.includes('error'), `outputs: ${kinds}`);
    const theme = await loadTheme();
    for (const figure of savedFigures(copy))
      assert.deepEqual(faultsInDark(theme, figure['application/vnd.plotly.v1+json'] as Figure), []);
  });
}

/** 03-tune leaves a folder for each of its studies, as `test-notebooks_halving`. */
function cleanUp(): void {
  for (const name of existsSync('outputs') ? readdirSync('outputs') : []) {
    if (name.startsWith('test-notebooks')) rmSync(join('outputs', name), { recursive: true });
  }
}
