import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { filesAt } from '../../lib/data/files/files-at';
import { storedZip, tar, zip } from './archives';
import { write } from './files';
import { temporaryFile } from './tables';

/** Bytes that differ from place to place, of more than two chunks of a file on disk. */
const long = Buffer.from(Array.from({ length: 150_001 }, (_, i) => (i * 2654435761) >>> 0 || 1).join());

/** Each file's path, size and content, and the hidden paths. */
async function listed(path: string) {
  const files: [path: string, size: number, content: Buffer][] = [];
  const hidden: string[] = [];
  for await (const file of filesAt(path, (name) => hidden.push(name)))
    files.push([file.path, file.size, Buffer.from(await file.whole())]);
  return { files, hidden };
}

test('the files below a folder come by name, with path, size and content; hidden ones are reported', async (t) => {
  const folder = write(t, { 'b.txt': '2', 'a/z.png': long, 'a/.x': 'x', 'a.txt': '', '.hidden/1.png': 'x' });
  assert.ok(long.length > 2 ** 19);
  assert.deepEqual(await listed(folder), {
    files: [
      ['a/z.png', long.length, long],
      ['a.txt', 0, Buffer.alloc(0)],
      ['b.txt', 1, Buffer.from('2')],
    ],
    hidden: ['.hidden/1.png', 'a/.x'],
  });
  const { files } = await listed(temporaryFile(t, '.named', 'read')); // it was named, so it is not skipped
  assert.deepEqual(files, [['.named', 4, Buffer.from('read')]]);
});

test('a zip archive gives its files and no folders, packed or stored, on disk or in another archive', async (t) => {
  const files = { 'b/': '', 'b/long.bin': long, 'b/.x': 'x', 'short.png': 's' };
  for (const pack of [zip, storedZip]) {
    assert.deepEqual(await listed(temporaryFile(t, 'a.zip', pack(files))), {
      files: [
        ['a.zip/b/long.bin', long.length, long],
        ['a.zip/short.png', 1, Buffer.from('s')],
      ],
      hidden: ['a.zip/b/.x'],
    });
    const nested = pack({ 'inner.zip': pack(files), 'last.txt': 'last' });
    assert.deepEqual(await listed(temporaryFile(t, 'a.zip', nested)), {
      files: [
        ['a.zip/inner.zip/b/long.bin', long.length, long],
        ['a.zip/inner.zip/short.png', 1, Buffer.from('s')],
        ['a.zip/last.txt', 4, Buffer.from('last')],
      ],
      hidden: ['a.zip/inner.zip/b/.x'],
    });
  }
});

test('a tar archive gives its files and no folders, whether they are read or not', async (t) => {
  const archive = await tar({ 'long.bin': long, '.x': 'x', 'short.png': 's' });
  for (const [name, bytes] of [
    ['a.tar', archive],
    ['a.tgz', gzipSync(archive)],
  ] as const) {
    const path = temporaryFile(t, name, bytes);
    assert.deepEqual(await listed(path), {
      files: [
        [`${name}/long.bin`, long.length, long],
        [`${name}/short.png`, 1, Buffer.from('s')],
      ],
      hidden: [`${name}/.x`],
    });
    const unread: string[] = [];
    for await (const file of filesAt(path)) unread.push(file.path);
    assert.deepEqual(unread, [`${name}/long.bin`, `${name}/short.png`]);
  }
});

test('an archive may claim 1 GiB and no byte more; a file whose name is an image is not opened', async (t) => {
  const paths: string[] = [];
  for await (const file of filesAt(temporaryFile(t, 'a.zip', zip({ '1.png': 'x' }, 2 ** 30)))) paths.push(file.path);
  assert.deepEqual(paths, ['a.zip/1.png']);
  await assert.rejects(listed(temporaryFile(t, 'a.zip', zip({ '1.png': 'x' }, 2 ** 30 + 1))), {
    message: 'a.zip: unpacks to more than 1 GiB; must be smaller',
  });
});
