import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { closeBrowser } from '../../lib/figures/browser';
import { makeFolder } from '../../lib/files';
import { writeReport } from '../../lib/report';
import { trainCommand } from '../../lib/training/command-line';
import { hyperparameters } from '../../lib/training/hyperparameters';
import { runFolder, writeSettings } from '../../lib/training/run';
import { temporaryFolder } from '../data/tables';
import { exampleRun, images } from '../evaluation/run';

after(closeBrowser);

const SAVED =
  '<svg width="9" height="9"><style>@font-face{font-family:Arimo;src:url(data:x)}</style><g id="map"/></svg>';

test('a report is one page that needs nothing else, with figures as vectors and a † where numbers flatter', async (t) => {
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

test('a young run has a report as well', async (t) => {
  const folder = runFolder('young', temporaryFolder(t));
  writeSettings(folder, hyperparameters({ name: 'young' }), { data: { sha256: '' } });
  const [html] = (await writeReport(folder)).map((file) => readFileSync(file, 'utf8'));
  assert.match(html, /Not evaluated yet\..*npm run evaluate -- name=young/s);
  assert.match(html, /No epoch is finished yet\./);
});

test('the command that trains such a run names what is not the default', () => {
  const options = hyperparameters({ name: 'a', learningRate: 0.1, path: "my faces/it's.csv" });
  assert.equal(trainCommand(options), "npm run train -- name=a path='my faces/it'\\''s.csv' lr=0.1");
});
