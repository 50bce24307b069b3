import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { closeBrowser } from '../../lib/figures/browser';
import { PLOTLY } from '../../lib/notebook/bundles';
import { addPictures } from '../../lib/notebook/pictures';

const figure = { data: [{ type: 'bar', x: ['Happy', 'Sad'], y: [3, 2] }], layout: { width: 300, height: 200 } };

function notebookFile(folder: string): string {
  const outputs = [
    { output_type: 'stream', name: 'stdout', text: ['a line'] },
    { output_type: 'display_data', data: { [PLOTLY]: figure, 'text/plain': '[figure]' }, metadata: {} },
    { output_type: 'display_data', data: { [PLOTLY]: figure, 'image/png': 'there' }, metadata: {} },
  ];
  const cells = [
    { cell_type: 'markdown', source: '# Title', metadata: {} },
    { cell_type: 'code', source: '', metadata: {}, outputs },
  ];
  const file = join(folder, 'run.ipynb');
  writeFileSync(file, JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells }));
  return file;
}

test('each figure without a picture gets one of its size, with two dots per pixel', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'fer-pictures-'));
  t.after(async () => {
    rmSync(folder, { recursive: true });
    await closeBrowser();
  });
  const file = notebookFile(folder);
  assert.equal(await addPictures(file, assert.fail), 1);
  const [, drawn, kept] = JSON.parse(readFileSync(file, 'utf8')).cells[1].outputs;
  const png = Buffer.from(drawn.data['image/png'], 'base64');
  assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [600, 400]);
  assert.deepEqual(drawn.metadata, { 'image/png': { width: 300, height: 200 } });
  assert.equal(kept.data['image/png'], 'there');
  assert.equal(await addPictures(file, assert.fail), 0);
});

test('without a Chromium the notebook is unchanged, and one line gives the reason', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'fer-pictures-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = notebookFile(folder);
  const before = readFileSync(file, 'utf8');
  const chosen = process.env.CHROMIUM_PATH;
  process.env.CHROMIUM_PATH = join(folder, 'none');
  try {
    const notices: string[] = [];
    assert.equal(await addPictures(file, (line) => notices.push(line)), 0);
    assert.equal(notices.length, 1);
    assert.match(notices[0], /^figures are saved without a picture: CHROMIUM_PATH: /);
  } finally {
    if (chosen === undefined) delete process.env.CHROMIUM_PATH;
    else process.env.CHROMIUM_PATH = chosen;
  }
  assert.equal(readFileSync(file, 'utf8'), before);
});
