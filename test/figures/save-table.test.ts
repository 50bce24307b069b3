import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { measure } from '../../lib/evaluation/metrics';
import { classTable, pairsTable, resultsTable } from '../../lib/figures/result-tables';
import { csvTable, latexTable, saveTable } from '../../lib/figures/save-table';
import { reference } from '../evaluation/predictions';

const rows = [
  { Run: 'my_vgg', 'Top-1': '73.28 %† (71.81–74.70)', Loss: 0.98765, Change: -0.5 },
  { Run: 'a, "b"', 'Top-1': '70 ± 1 %', Loss: Number.NaN, Change: 3 },
];

test('LaTeX uses booktabs’ rules, aligns and rounds numbers, and escapes commands', () => {
  assert.equal(
    latexTable(rows, { note: '† too high' }),
    String.raw`\begin{tabular}{llrr}
\toprule
Run & Top-1 & Loss & Change \\
\midrule
my\_vgg & 73.28 \%$\dagger$ (71.81--74.70) & 0.99 & $-$0.50 \\
a, "b" & 70 $\pm$ 1 \% &  & 3.00 \\
\bottomrule
\multicolumn{4}{l}{\footnotesize $\dagger$ too high} \\
\end{tabular}
`,
  );
});

test('backslashes and braces are escaped', () => {
  assert.match(
    latexTable([{ a: '\\{x}^2~y' }]),
    /^\\textbackslash\{\}\\\{x\\\}\\textasciicircum\{\}2\\textasciitilde\{\}y /m,
  );
});

test('CSV keeps full precision and quotes cells with a comma or a quote', () => {
  assert.equal(
    csvTable(rows),
    'Run,Top-1,Loss,Change\nmy_vgg,73.28 %† (71.81–74.70),0.98765,-0.5\n"a, ""b""",70 ± 1 %,,3\n',
  );
});

test('a table of runs marks numbers on the split that selected the weights', () => {
  const evaluation = { ...measure(reference), split: 'PublicTest', crops: 'ten', selected_on: 'PublicTest' } as const;
  const [row] = resultsTable([{ name: 'my_vgg', evaluation }]);
  assert.equal(row['Top-1'], '59.33 %† (53.69–64.74)');
  const classes = classTable(evaluation);
  assert.deepEqual(classes.map(({ Class, Images }) => [Class, Images]).slice(-2), [
    ['Neutral', 65],
    ['Macro mean', 300],
  ]);
});

test('a table of pairs reports which differences are not significant', () => {
  const test = { a: 'sgd', b: 'adam', onlyA: 20, onlyB: 19, exact: 1, midP: 0.9, difference: 0.5 };
  const table = pairsTable([
    { ...test, adjusted: 0.9, significant: false },
    { ...test, adjusted: 1e-5, significant: true },
  ]);
  assert.deepEqual(
    table.map((row) => [row['p (McNemar mid-p, Holm)'], row.Difference]),
    [
      ['0.900', 'not significant'],
      ['< 0.001', 'significant'],
    ],
  );
});

test('a saved table is a .tex and a .csv', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'table-'));
  const files = saveTable(rows, 'runs', { folder });
  assert.deepEqual(
    files.map((file) => path.basename(file)),
    ['runs.tex', 'runs.csv'],
  );
  assert.match(readFileSync(files[1], 'utf8'), /^Run,/);
  rmSync(folder, { recursive: true });
});
