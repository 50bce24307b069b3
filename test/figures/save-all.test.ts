import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { saveResults } from '../../lib/cli/save';
import { closeBrowser } from '../../lib/figures/browser';
import type { Figure } from '../../lib/figures/figure';
import { type Results, saveAll } from '../../lib/figures/save-all';
import { filesIn, killEverywhere, putFiles } from '../kill';

after(closeBrowser);

const figure: Figure = { data: [{ type: 'bar', x: ['Happy', 'Sad'], y: [2, 1] }], layout: { width: 200, height: 100 } };
const results: Results = {
  figures: { bars: figure, dots: figure },
  tables: { counts: { rows: [{ Emotion: 'Happy', Images: 2 }], note: 'two' } },
};
const NEW = ['bars.svg', 'counts.csv', 'counts.tex', 'dots.svg', 'other.svg'];
const OLD = { 'bars.svg': 'old', 'counts.csv': 'old', 'counts.tex': 'old', 'gone.svg': 'old', 'other.svg': 'other' };
const options = { formats: ['svg'], replaces: ['gone'] } as const;

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'save-all-'));
  putFiles(folder, files);
  return folder;
}

test('an interrupt, an error or a kill leaves all old figures and tables, or all new ones', async () => {
  const folder = folderWith(OLD);
  const controller = new AbortController();
  const size = () => {
    controller.abort(); // while the first figure is drawn
    return {};
  };
  await assert.rejects(saveAll(results, { ...options, folder, size, signal: controller.signal }), {
    name: 'AbortError',
  });
  assert.deepEqual(filesIn(folder, true), OLD);
  let drawn = 0;
  const huge = () => (drawn++ === 0 ? {} : { width: 1e6 });
  await assert.rejects(saveAll(results, { ...options, folder, size: huge }), /width: 96000000; must be 10–10000/);
  assert.deepEqual(filesIn(folder, true), OLD);

  const files = await saveAll(results, { ...options, folder });
  assert.deepEqual(files.map((file) => path.basename(file)).sort(), NEW.slice(0, -1));
  assert.deepEqual(Object.keys(filesIn(folder, true)), NEW);

  const tables = { tables: { a: { rows: [{ n: 2 }] }, b: { rows: [{ n: 2 }] } } };
  let olds = 0;
  const old = { 'a.csv': 'old', 'a.tex': 'old', 'b.csv': 'old', 'b.tex': 'old' };
  const kills = await killEverywhere(
    () => folderWith(old),
    (place) => saveAll(tables, { folder: place }),
    async (place, kill) => {
      await saveAll({ tables: { c: { rows: [{ n: 1 }] } } }, { folder: place }); // completes what was left undone
      const { 'c.csv': _, 'c.tex': __, ...found } = filesIn(place);
      assert.equal(new Set(Object.values(found).map((text) => text === 'old')).size, 1, `kill ${kill}`);
      if (found['a.csv'] === 'old') olds++;
    },
  );
  assert.ok(olds > 0 && olds <= kills);
});

test('without a Chromium a command writes its tables and removes outdated figures', async () => {
  const folder = folderWith({ ...OLD, 'dots.png': 'old' });
  const before = process.env.CHROMIUM_PATH;
  process.env.CHROMIUM_PATH = '/nowhere/chromium';
  await closeBrowser();
  try {
    await saveResults(results, { ...options, folder });
  } finally {
    if (before === undefined) delete process.env.CHROMIUM_PATH;
    else process.env.CHROMIUM_PATH = before;
  }
  assert.deepEqual(Object.keys(filesIn(folder, true)), ['counts.csv', 'counts.tex', 'other.svg']);
});
