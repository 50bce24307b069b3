import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { SPLITS } from '../../lib/data/dataset';
import { FERPLUS_VOTES } from '../../lib/data/ferplus';
import { install } from '../../lib/data/install';
import { installedFerPlus } from '../../lib/data/load-dataset';
import { filesIn, killEverywhere, putFiles } from '../kill';
import { zip } from './archives';
import { noise, tableOf, temporaryFile, temporaryFolder } from './tables';

/** A fer2013new.csv that gives every answer a vote on each row. */
const votes = [
  `Usage,Image name,${FERPLUS_VOTES.join(',')}`,
  ...[28_709, 3_589, 3_589].flatMap((n, split) => Array<string>(n).fill(`${SPLITS[split]},,1,1,1,1,1,1,1,1,1,1`)),
].join('\n');
const table = tableOf(noise(12)).join('\n');

test('a download is checked, recognised and copied unchanged', async (t) => {
  const into = temporaryFolder(t);
  const archive = zip({ 'fer2013.csv': table });
  const lines: string[] = [];
  const place = await install(temporaryFile(t, 'archive.zip', archive), { into, onNotice: (line) => lines.push(line) });
  assert.equal(place, join(into, 'fer2013'));
  assert.deepEqual(readFileSync(join(place, 'archive.zip')), Buffer.from(archive));
  assert.deepEqual(lines, [
    'fer2013 (emotion,pixels,Usage): 8 Training, 2 PublicTest, 2 PrivateTest',
    '12 of the official 35,887 images: a truncated copy (Training has 8 of 28,709, PublicTest has 2 of 3,589, PrivateTest has 2 of 3,589); results compare with no published ones',
  ]);
});

test('a notice explains a merged test split', async (t) => {
  const header = 'emotion,pixels';
  const rows = tableOf(noise(12))
    .slice(1)
    .map((row) => row.slice(0, row.lastIndexOf(',')));
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, 'train.csv'), [header, ...rows.slice(0, 8)].join('\n'));
  writeFileSync(join(folder, 'test.csv'), [header, ...rows.slice(8)].join('\n'));
  const lines: string[] = [];
  await install(folder, { into: temporaryFolder(t), onNotice: (line) => lines.push(line) });
  assert.match(lines[0], /8 Training, 4 PublicTest, 0 PrivateTest/);
  assert.match(lines[1], /: a truncated copy \(/);
  assert.match(lines[3], /merges PublicTest and PrivateTest; .* leaves none to report on$/);
});

test('FER+ and CK+ are recognised by their content', async (t) => {
  assert.match(await install(temporaryFile(t, 'a.csv', votes), { into: temporaryFolder(t) }), /ferplus$/);
  const faulty = temporaryFile(t, 'ck.zip', zip({ 'ck/happy/S001_001_00000001.png': 'text' }));
  await assert.rejects(install(faulty, { into: temporaryFolder(t) }), { message: /^ck\.zip\/.*damaged/ });
});

test('installed votes are skipped with a notice for other images, and not read for other data', (t) => {
  const from = temporaryFolder(t);
  const lines: string[] = [];
  const found = (name: string) =>
    installedFerPlus({ ...noise(12), name }, { from, onNotice: (line) => lines.push(line) });
  assert.equal(found('fer2013'), undefined);
  assert.deepEqual(lines, []);
  mkdirSync(join(from, 'ferplus'));
  writeFileSync(join(from, 'ferplus', 'fer2013new.csv'), votes);
  assert.equal(found('faces'), undefined);
  assert.deepEqual(lines, []);
  assert.equal(found('fer2013'), undefined);
  assert.match(lines.join('\n'), /^skipped: FER\+: no votes on 12 of 12 images of fer2013; must be [^\n]*$/);
});

test('invalid data leave no files behind, and nothing is replaced', async (t) => {
  const into = temporaryFolder(t);
  const faulty = temporaryFile(t, 'fer2013.csv', table.slice(0, -3));
  await assert.rejects(install(faulty, { into }), { name: 'InputError' });
  assert.deepEqual(readdirSync(into), []);
  mkdirSync(join(into, 'fer2013'));
  writeFileSync(join(into, 'fer2013', 'mine.csv'), 'x');
  await assert.rejects(install(temporaryFile(t, 'fer2013.csv', table), { into }), {
    message: /fer2013: not empty; must be/,
  });
  assert.deepEqual(readdirSync(into), ['fer2013']);
});

test('a kill at any point leaves no data set or a complete one, and data installed meanwhile are kept', async (t) => {
  const source = temporaryFolder(t);
  putFiles(source, { 'fer2013.csv': table, 'notes/readme.txt': 'text' });
  let none = 0;
  const kills = await killEverywhere(
    () => temporaryFolder(t),
    (into) => install(source, { into, dataset: 'fer2013' }),
    (into, kill) => {
      const found = Object.keys(filesIn(into));
      if (found.length === 0) none++;
      else assert.deepEqual(Object.values(filesIn(into)).sort(), Object.values(filesIn(source)).sort(), `kill ${kill}`);
    },
  );
  assert.ok(none > 0 && none <= kills);

  const into = temporaryFolder(t);
  const onNotice = () => putFiles(into, { 'fer2013/mine.csv': 'x' });
  await assert.rejects(install(source, { into, dataset: 'fer2013', onNotice }), {
    message: /fer2013: not empty; must/,
  });
  assert.deepEqual(filesIn(into, true), { 'fer2013/mine.csv': 'x' });
});

test('a link to another folder is kept', async (t) => {
  const [into, elsewhere] = [temporaryFolder(t), temporaryFolder(t)];
  mkdirSync(join(elsewhere, 'images'));
  symlinkSync(join(elsewhere, 'images'), join(into, 'fer2013'));
  await install(temporaryFile(t, 'fer2013.csv', table), { into });
  assert.deepEqual(Object.keys(filesIn(elsewhere, true)), ['images/fer2013.csv']);
});
