import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { makeFolder } from '../../lib/core/files';
import { closeBrowser } from '../../lib/figures/browser';
import { writeReport } from '../../lib/report';
import { configuration } from '../../lib/report/configuration-section';
import { learning } from '../../lib/report/learning-section';
import { saliency } from '../../lib/report/saliency-section';
import { trainCommand } from '../../lib/training/command-line';
import { hyperparameters } from '../../lib/training/hyperparameters';
import { runFolder } from '../../lib/training/run-folder';
import { temporaryFolder } from '../data/tables';
import { Axe } from '../docs/axe';
import { exampleRun, images, reportedRun, writeSettings } from '../evaluation/run';

after(closeBrowser);

const SAVED =
  '<svg width="9" height="9"><style>@font-face{font-family:Arimo;src:url(data:x)}</style><g id="map"/></svg>';

test('a report is one self-contained page, with vector figures and a † at optimistic numbers', async (t) => {
  const folder = exampleRun(temporaryFolder(t), { optimizer: 'adam' });
  makeFolder(folder.figures);
  writeFileSync(join(folder.figures, 'saliency-panels-PrivateTest.svg'), SAVED);
  const [page, pdf] = (await writeReport(folder, images)).map((file) => readFileSync(file));
  const html = page.toString();
  const titles = [...html.matchAll(/<h2>(.*?)<\/h2>/g)].map(([, title]) => title);
  assert.deepEqual(titles, ['Results', 'Learning', 'PrivateTest', 'PublicTest†', 'Saliency', 'Configuration']);
  assert.match(html, /71\.43 %† \(45\.35–88\.28\)/);
  assert.match(html, /tensorflow<\/dt><dd>2\.21\.0/);
  // Curves, three charts and a gallery for each split, and the saved map, all without letters of their own.
  assert.equal(html.match(/<figure /g)?.length, 1 + 2 * 4 + 1);
  assert.equal(html.match(/<svg role="img" aria-label=/g)?.length, 10);
  assert.equal(html.match(/@font-face/g)?.length, 2);
  assert.doesNotMatch(html, /<script|<link|<iframe| on\w+=/i);
  const elsewhere = [...html.matchAll(/(?:href|src|url)\s*[=(]\s*["']?([^"')]+)/g)].map(([, target]) => target);
  assert.deepEqual(
    elsewhere.filter((target) => !/^(#|data:|&quot;)/.test(target)),
    [],
  );
  assert.equal(pdf.subarray(0, 5).toString(), '%PDF-');
});

test('the report names the weights of saliency figures, and tells if they are no longer the best', (t) => {
  const folder = exampleRun(temporaryFolder(t), {});
  makeFolder(folder.figures);
  makeFolder(folder.checkpoints);
  writeFileSync(join(folder.figures, 'saliency-panels-PrivateTest.svg'), SAVED);
  const text = () => JSON.stringify(saliency(reportedRun(folder))?.blocks);
  writeFileSync(join(folder.checkpoints, 'best'), 'epoch_0002\n');
  assert.match(text(), /Its weights are not recorded/);
  assert.match(text(), /npm run saliency -- name=example/);
  const record = { 'saliency-panels-PrivateTest': { epoch: 2, step: 0 } };
  writeFileSync(join(folder.figures, 'saliency.json'), JSON.stringify(record));
  assert.match(text(), /both overlaid\. Weights of epoch 2\./);
  assert.doesNotMatch(text(), /npm run saliency/);
  writeFileSync(join(folder.checkpoints, 'best'), 'epoch_0007\n'); // the run was prolonged
  assert.match(text(), /Some of these figures show weights other than the best ones.*npm run saliency/);
  assert.match(text(), /Weights of epoch 2\./);
});

test('the report of an imported run does not claim a training', (t) => {
  const folder = runFolder('given', temporaryFolder(t));
  const imported = { file: 'vgg.pth', sha256: 'x', entry: 'params', selected_on: 'unknown' };
  writeSettings(folder, hyperparameters({ name: 'given', n_epochs: 0 }), { imported, data: { name: 'unknown' } });
  const run = reportedRun(folder);
  assert.match(JSON.stringify(learning(run)), /The weights are imported/);
  const [command] = configuration(run).blocks;
  assert.deepEqual(command, { command: 'npm run import -- vgg.pth name=given network=vgg entry=params' });
});

test('a run without epochs has a report', async (t) => {
  const folder = runFolder('young', temporaryFolder(t));
  writeSettings(folder, hyperparameters({ name: 'young' }), { data: { sha256: '' } });
  const [html] = (await writeReport(folder)).map((file) => readFileSync(file, 'utf8'));
  assert.match(html, /Not evaluated yet\..*npm run evaluate -- name=young/s);
  assert.match(html, /No epoch is finished yet\./);
});

test('the command that trains a run contains only non-default keys', () => {
  const options = hyperparameters({ name: 'a', lr: 0.1, path: "my faces/it's.csv" });
  assert.equal(trainCommand(options), "npm run train -- name=a path='my faces/it'\\''s.csv' lr=0.1");
});

test('axe finds no serious fault in a report', async (t) => {
  const [html] = await writeReport(exampleRun(temporaryFolder(t), {}), images);
  const axe = await Axe.start();
  t.after(() => axe.stop());
  assert.deepEqual(await axe.faultsOf(html), []);
});
