import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { closeBrowser } from '../../lib/figures/browser';
import { findChromium } from '../../lib/figures/chromium';
import type { Figure } from '../../lib/figures/figure';
import { gallery } from '../../lib/figures/gallery';
import { render, save } from '../../lib/figures/save';
import { themed } from '../../lib/figures/theme';
import { TYPESCRIPT } from '../../scripts/system/typescript.cjs';

const folder = mkdtempSync(path.join(tmpdir(), 'figures-'));
after(async () => {
  await closeBrowser();
  rmSync(folder, { recursive: true });
});

const figure: Figure = {
  data: [{ type: 'bar', x: ['Happy', 'Sad'], y: [2, 1] }],
  layout: themed({ width: 3.5, height: 2 }, { yaxis: { title: { text: 'Images' } } }),
};

/** A PDF's page sizes (points), embedded fonts and pictures, read from its objects. */
function inspect(file: string) {
  const pdf = readFileSync(file, 'latin1');
  return {
    pages: [...pdf.matchAll(/\/MediaBox \[([^\]]*)\]/g)].map(([, box]) =>
      box.split(' ').map((side) => Math.round(+side)),
    ),
    fonts: pdf.match(/\/FontFile[23]/g)?.length ?? 0,
    pictures: pdf.match(/\/Subtype \/Image/g)?.length ?? 0,
  };
}

test('a saved figure is one PDF page of its size on paper, with vectors and its font', async () => {
  const files = await save(figure, 'bars', { folder });
  assert.deepEqual(
    files.map((file) => path.relative(folder, file)),
    ['bars.pdf', 'bars.svg', 'bars.png'],
  );
  assert.deepEqual(readdirSync(folder).sort(), ['bars.pdf', 'bars.png', 'bars.svg']);
  assert.deepEqual(inspect(files[0]), { pages: [[0, 0, 252, 144]], fonts: 1, pictures: 0 });
});

test('a saved SVG has labels of 7.5 points and refers to nothing outside it', async () => {
  const [file] = await save(figure, 'vector', { folder, formats: ['svg'] });
  const svg = readFileSync(file, 'utf8');
  assert.match(svg, /width="336" height="192"/);
  assert.match(svg, /font-size: 10px/); // 7.5 points
  const elsewhere = [...svg.matchAll(/(?:href|src|url)\s*[=(]\s*["']?([^"')]+)/g)].map(([, target]) => target);
  assert.deepEqual(
    elsewhere.filter((target) => !/^(#|data:|&quot;)/.test(target)),
    [],
  );
});

test('a PNG has its dots, and says how many an inch holds', async () => {
  const png = await render(figure, { format: 'png', width: 200, height: 100, dpi: 192 });
  assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [400, 200]);
  const density = png.indexOf('pHYs') + 4;
  assert.equal(Math.round(png.readUInt32BE(density) * 0.0254), 192);
});

test('the pictures of a gallery are the only ones in a PDF', async () => {
  const images = new Uint8Array(2 * 48 * 48).map((_, i) => i % 251);
  const [file] = await save(gallery({ images, size: 48 }, { columns: 2 }), 'gallery', {
    folder,
    formats: ['pdf'],
  });
  assert.equal(inspect(file).pictures, 2);
});

test('a figure reaches neither the network nor the machine’s files', async () => {
  let requests = 0;
  const server = createServer((_, response) => {
    requests++;
    response.end();
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  const source = `http://127.0.0.1:${port}/`;
  const [picture] = await save(figure, 'picture', { folder, formats: ['png'] });
  const images = [source, pathToFileURL(picture).href].map((source) => ({ source, sizex: 1, sizey: 1 }));
  const [file] = await save({ data: [], layout: { images } }, 'reaching', { folder, formats: ['pdf'] });
  server.close();
  assert.equal(requests, 0);
  assert.equal(inspect(file).pictures, 0);
});

test('what cannot be drawn leaves no file', async () => {
  await assert.rejects(save(figure, '../out', { folder }), { message: 'name: ../out; must be a file name' });
  await assert.rejects(save(figure, 'huge', { folder, width: 1e6 }), /^InputError: width: 96000000; must be 10–10000$/);
  await assert.rejects(save(figure, 'coarse', { folder, dpi: 1 }), /^InputError: dpi: 1; must be 36–1200$/);
  assert.ok(!readdirSync(folder).some((name) => /out|huge|coarse|save/.test(name)));
});

test('exports at the same time share one browser', async () => {
  const files = await Promise.all(['a', 'b', 'c'].map((name) => save(figure, name, { folder, formats: ['svg'] })));
  const [a, b, c] = files.map(([file]) => readFileSync(file, 'utf8').replace(/[0-9a-f]{6}/g, ''));
  assert.ok(a === b && b === c);
});

test('a command that exports a figure ends by itself', () => {
  const program = `
    const { save } = require('./lib/figures/save');
    save({ data: [], layout: {} }, 'ended', { folder: ${JSON.stringify(folder)}, formats: ['svg'] });`;
  const { status } = spawnSync('node', [...TYPESCRIPT, '-e', program], { timeout: 60_000 });
  assert.equal(status, 0);
  assert.ok(existsSync(path.join(folder, 'ended.svg')));
});

test('a CHROMIUM_PATH that is no program is refused', async () => {
  const before = process.env.CHROMIUM_PATH;
  process.env.CHROMIUM_PATH = '/nowhere/chromium';
  try {
    await assert.rejects(findChromium(), {
      message: 'CHROMIUM_PATH: /nowhere/chromium; must be a Chromium executable',
    });
  } finally {
    if (before === undefined) delete process.env.CHROMIUM_PATH;
    else process.env.CHROMIUM_PATH = before;
  }
});
