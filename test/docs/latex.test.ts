import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { readEvaluation } from '../../lib/evaluation/stored';
import { COLUMN, classTable, save, saveTable } from '../../lib/figures';
import { closeBrowser } from '../../lib/figures/browser';
import { runFigures } from '../../lib/figures/run-figures';
import { temporaryFolder } from '../data/tables';
import { exampleRun } from '../evaluation/run';
import { readPage } from './pages';

after(closeBrowser);

test('the document of docs/latex.md compiles with a figure at column width and a table', async (t) => {
  if (spawnSync('pdflatex', ['--version']).status !== 0) return t.skip('pdflatex is not installed');
  const run = exampleRun(temporaryFolder(t), {});
  const folder = run.figures;
  await save(runFigures(run, { splits: [] })['learning-curves'], 'learning-curves', {
    folder,
    width: COLUMN,
    formats: ['pdf'],
  });
  const { evaluation } = readEvaluation(run, 'PrivateTest');
  saveTable(classTable(evaluation), 'classes-PrivateTest', { folder });
  const [, sample] = /```latex\n([\s\S]*?)```/.exec(readPage('docs/latex.md'))!;
  const place = temporaryFolder(t);
  writeFileSync(join(place, 'paper.tex'), sample.replaceAll('outputs/my_vgg/figures', folder));
  const args = ['-interaction=nonstopmode', '-halt-on-error', 'paper.tex'];
  const { status, stdout } = spawnSync('pdflatex', args, { cwd: place, encoding: 'utf8' });
  assert.equal(status, 0, stdout);
  assert.ok(existsSync(join(place, 'paper.pdf')));
  assert.match(stdout.replaceAll('\n', ''), /learning-curves\.pdf/);
  // A figure that is not scaled has its own width: 3.5 inches of 72 points.
  assert.match(readFileSync(join(folder, 'learning-curves.pdf'), 'latin1'), /\/MediaBox \[0 0 252(\.\d+)? /);
});
