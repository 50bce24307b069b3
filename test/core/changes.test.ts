import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs, { mkdirSync, mkdtempSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Changes, changeTogether, completeChanges, finishWriting, removeFolder } from '../../lib/core/changes';
import { ROOT } from '../../lib/core/files';
import { TYPESCRIPT } from '../../scripts/system/typescript.cjs';
import { filesIn, killEverywhere, putFiles } from '../kill';

/** A new folder for each test, with a folder `run`. */
function runIn(files: Readonly<Record<string, string>>): string {
  const folder = join(mkdtempSync(join(tmpdir(), 'changes-')), 'run');
  putFiles(folder, files);
  return folder;
}

const CASES: Readonly<Record<string, { old: Record<string, string>; changes: Changes; new: Record<string, string> }>> =
  {
    'files in several folders, and one that goes': {
      old: { 'a.json': 'old', 'figures/b.svg': 'old', 'figures/c.svg': 'old' },
      changes: { write: { 'a.json': 'new', 'figures/b.svg': 'new', 'd.csv': 'new' }, remove: ['figures/c.svg', 'e'] },
      new: { 'a.json': 'new', 'd.csv': 'new', 'figures/b.svg': 'new' },
    },
    'a folder that is replaced, and a file beside it': {
      old: { 'export/a': 'old', 'export/in/b': 'old', last: 'old' },
      changes: { write: { export: { c: 'new', 'in/d': 'new' }, last: 'new' } },
      new: { 'export/c': 'new', 'export/in/d': 'new', last: 'new' },
    },
    'one folder': {
      old: { 'export/a': 'old', 'export/b': 'old' },
      changes: { write: { export: { a: 'new' } } },
      new: { 'export/a': 'new' },
    },
    'one file': { old: { a: 'old' }, changes: { write: { a: 'new' } }, new: { a: 'new' } },
    'all that is there moved aside, and new files in its place': {
      old: { settings: 'old', 'checkpoints/best': 'old', 'checkpoints/epoch/weights': 'old' },
      changes: {
        move: { settings: '../run.1/settings', checkpoints: '../run.1/checkpoints' },
        write: { settings: 'new', checkpoints: { best: 'new' } },
      },
      new: { settings: 'new', 'checkpoints/best': 'new' },
    },
  };

for (const [name, { old, changes, new: after }] of Object.entries(CASES)) {
  test(`a kill at any point leaves the old state or the new one: ${name}`, async () => {
    let olds = 0;
    const kills = await killEverywhere(
      () => runIn(old),
      (folder) => changeTogether(folder, changes),
      (folder, kill) => {
        completeChanges(folder);
        const found = filesIn(folder);
        const isOld = JSON.stringify(found) === JSON.stringify(filesIn(runIn(old)));
        if (isOld) olds++;
        else assert.deepEqual(found, after, `kill ${kill}`);
        if (changes.move) {
          const aside = readdirSync(join(folder, '..')).includes('run.1') ? filesIn(`${folder}.1`) : {};
          assert.deepEqual(aside, isOld ? {} : filesIn(runIn(old)), `kill ${kill}`);
        }
        finishWriting(folder);
        const hidden = readdirSync(folder).filter((entry) => entry.startsWith('.'));
        assert.deepEqual(hidden, [], `kill ${kill}`);
      },
    );
    assert.ok(olds > 0 && olds <= kills, `${olds} of ${kills} kills left the old state`);
  });
}

test('changes that were killed during completion are completed by the next process', async () => {
  const { old, changes, new: after } = CASES['a folder that is replaced, and a file beside it'];
  await killEverywhere(
    async () => {
      const folder = runIn(old);
      const rename = fs.renameSync;
      fs.renameSync = (from, to) => {
        if (String(from).includes('.last.')) throw new Error('killed');
        rename(from, to);
      };
      try {
        assert.throws(() => changeTogether(folder, changes), /killed/);
      } finally {
        fs.renameSync = rename;
      }
      return folder;
    },
    (folder) => completeChanges(folder),
    (folder) => {
      completeChanges(folder);
      assert.deepEqual(filesIn(folder), after);
      finishWriting(folder);
      assert.deepEqual(filesIn(folder, true), after);
    },
  );
});

test('an error before the commit leaves the old files and no draft', () => {
  const folder = runIn({ a: 'old', 'b/c': 'old' });
  assert.throws(() => changeTogether(folder, { write: { a: 'new', b: 'new' } }), /b; must not be a folder/);
  assert.throws(() => changeTogether(folder, { write: { a: 'new', 'a/d': 'new' } }), { code: 'ENOTDIR' });
  assert.deepEqual(filesIn(folder, true), { a: 'old', 'b/c': 'old' });
});

test('a file written after the change is kept, and so are drafts that may still be in use', () => {
  const folder = runIn({ a: 'old', '.b.0123abcd.partial': 'young', '.c.0123abcd.partial': 'left by a kill' });
  const hours = Date.now() / 1000 - 7200;
  utimesSync(join(folder, '.c.0123abcd.partial'), hours, hours);
  writeFileSync(join(folder, '.89abcdef.changes'), JSON.stringify({ move: {}, write: [], remove: { a: 1 } }));
  changeTogether(folder, { write: { d: 'new' } });
  assert.deepEqual(filesIn(folder, true), { '.b.0123abcd.partial': 'young', a: 'old', d: 'new' });
});

test('a journal with paths outside its folder, or an invalid one, is rejected', () => {
  const journals = [
    '{"move":{},"write":["../other/a"],"remove":{}}',
    '{"move":{},"write":[],"remove":{"/etc/passwd":1}}',
    '{"move":{"a":"../other.1/a"},"write":[],"remove":{}}',
    '{"move":{"a":"../run.1/../../a"},"write":[],"remove":{}}',
    '{"move":{"../a":"b"},"write":[],"remove":{}}',
    '{"move":{}',
    'null',
  ];
  for (const journal of journals) {
    const folder = runIn({ a: 'a' });
    writeFileSync(join(folder, '.01234567.changes'), journal);
    assert.throws(() => completeChanges(folder), /01234567.changes: damaged; must be a journal/, journal);
    assert.ok('a' in filesIn(folder));
  }
});

test('a folder being removed is either complete or gone', async () => {
  await killEverywhere(
    () => runIn({ 'epoch/a': 'a', 'epoch/b': 'b' }),
    (folder) => removeFolder(join(folder, 'epoch')),
    (folder) => assert.ok([0, 2].includes(Object.keys(filesIn(folder)).length)),
  );
});

test('a killed process leaves files of one generation, and readers see one generation at a time', async () => {
  const folder = runIn({});
  mkdirSync(folder, { recursive: true });
  const program = `
    const { changeTogether } = require('./lib/core/changes');
    for (let n = 0; ; n++) {
      const text = String(n).repeat(1000);
      changeTogether(${JSON.stringify(folder)}, { write: { a: text, b: text, c: { d: text } } });
      if (n === 0) console.log('writing');
    }`;
  for (let kill = 0; kill < 6; kill++) {
    const child = spawn('node', [...TYPESCRIPT, '-e', program], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = new Promise((resolve) => child.on('exit', resolve));
    await new Promise((resolve) => child.stdout.once('data', resolve));
    for (let look = 0; look < 50; look++) {
      completeChanges(folder);
      await sleep(2);
    }
    assert.equal(child.exitCode, null, 'no reader disturbs the writer');
    child.kill('SIGKILL');
    await ended;
    completeChanges(folder);
    const found = filesIn(folder);
    assert.equal(Object.keys(found).length, 3);
    assert.equal(new Set(Object.values(found)).size, 1, 'one generation');
  }
});
