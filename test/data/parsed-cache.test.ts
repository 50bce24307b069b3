import assert from 'node:assert/strict';
import {
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { Loaded } from '../../lib/data/forms/loaded';
import { parsedOnce } from '../../lib/data/parsed-cache';
import { temporaryFolder } from './tables';

/** A file whose parsed form is its bytes, and how often it was parsed. */
function source(t: TestContext, { later = 10_000, worthwhile = 1 } = {}) {
  const now = Date.now.bind(Date);
  t.mock.method(Date, 'now', () => now() + later); // files that have just changed are not kept
  const path = join(temporaryFolder(t), 'data.csv');
  const folder = temporaryFolder(t);
  writeFileSync(path, 'abcd');
  let parsed = 0;
  const parse = async (): Promise<Loaded> => {
    parsed++;
    const images = new Uint8Array(readFileSync(path));
    const data = {
      name: 'd',
      images,
      labels: Uint8Array.of(6),
      splits: Uint8Array.of(2),
      rows: Uint32Array.of(70_000),
    };
    return { data: data as unknown as Loaded['data'], form: 'letters', notices: ['one', 'two'] };
  };
  const read = async () => {
    const loaded = await parsedOnce('letters', path, parse, { folder, worthwhile });
    return { parsed, text: Buffer.from(loaded.data.images).toString(), loaded };
  };
  return { path, folder, read, parse };
}

test('what was parsed once is read, the same', async (t) => {
  const { read, parse } = source(t);
  assert.equal((await read()).parsed, 1);
  const { parsed, loaded } = await read();
  assert.equal(parsed, 1);
  assert.deepEqual(loaded, await parse());
});

test('a file that was edited is parsed again, also with its size and its time of modification as before', async (t) => {
  const { path, read } = source(t);
  await read();
  const { atime, mtime } = statSync(path);
  writeFileSync(path, 'efgh');
  utimesSync(path, atime, mtime);
  const { parsed, text } = await read();
  assert.deepEqual({ parsed, text }, { parsed: 2, text: 'efgh' });
});

test('a file that took the place of another is parsed', async (t) => {
  const { path, read } = source(t);
  await read();
  writeFileSync(`${path}.new`, 'ijkl');
  renameSync(`${path}.new`, path);
  assert.equal((await read()).text, 'ijkl');
});

for (const [what, spoil] of Object.entries({
  'has a wrong bit': (entry: string) => {
    const bytes = readFileSync(entry);
    bytes[bytes.indexOf('abcd')] ^= 1;
    writeFileSync(entry, bytes);
  },
  'is cut short': (entry: string) => truncateSync(entry, statSync(entry).size - 1),
  'is empty': (entry: string) => truncateSync(entry, 0),
})) {
  test(`an entry that ${what} is not used`, async (t) => {
    const { folder, read } = source(t);
    await read();
    for (const entry of readdirSync(folder)) spoil(join(folder, entry));
    const { parsed, text } = await read();
    assert.deepEqual({ parsed, text }, { parsed: 2, text: 'abcd' });
  });
}

test('a file that has just changed is not kept, since it may change again at the same time', async (t) => {
  const { folder, read } = source(t, { later: 0 });
  await read();
  assert.deepEqual(readdirSync(folder), []);
});

test('little data is not kept', async (t) => {
  const { folder, read } = source(t, { worthwhile: 5 });
  await read();
  assert.deepEqual(readdirSync(folder), []);
});

test('the six entries that were written last are kept', async (t) => {
  const { path, folder, parse } = source(t);
  const entries: string[] = [];
  const keep = async (name: string, hour: number) => {
    const before = new Set(readdirSync(folder));
    await parsedOnce(name, path, parse, { folder, worthwhile: 1 });
    const [entry] = readdirSync(folder).filter((each) => !before.has(each));
    if (entry) entries.push(entry);
    utimesSync(join(folder, entry ?? entries[0]), hour * 3600, hour * 3600);
  };
  for (const [i, name] of [...'abcdef'].entries()) await keep(name, i + 1);
  assert.deepEqual(readdirSync(folder).sort(), [...entries].sort());
  writeFileSync(path, 'efgh');
  await keep('a', 9); // replaces its entry, so that no other is removed
  assert.deepEqual(readdirSync(folder).sort(), [...entries].sort());
  await keep('g', 10);
  const [a, b, ...rest] = entries;
  assert.deepEqual(readdirSync(folder).sort(), [a, ...rest].sort());
  assert.equal(existsSync(join(folder, b)), false);
});
