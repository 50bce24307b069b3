import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { crc32 } from 'node:zlib';
import { loadFer2013 } from '../../lib/data/fer2013';
import { zip } from './archives';
import { noise, tableOf, temporaryFile, temporaryFolder } from './tables';

const table = `${tableOf(noise(12)).join('\n')}\n`;

/** The archive with a wrong CRC-32 of its file. */
function withOtherSum(archive: Uint8Array, content: string): Buffer {
  const bytes = Buffer.from(archive);
  const sum = Buffer.alloc(4);
  sum.writeUInt32LE(crc32(content));
  for (let at = bytes.indexOf(sum); at >= 0; at = bytes.indexOf(sum, at)) bytes[at] ^= 1;
  return bytes;
}

test('a file whose CRC-32 differs from the one in its archive is rejected', async (t) => {
  const whole = zip({ 'fer2013.csv': table });
  const damaged = withOtherSum(whole, table);
  assert.equal(damaged.length, whole.length);
  assert.notDeepEqual(damaged, Buffer.from(whole));
  await assert.rejects(loadFer2013(temporaryFile(t, 'a.zip', damaged)), {
    name: 'InputError',
    message: /^a\.zip\/fer2013\.csv: damaged; must have the CRC-32/,
  });
});

test('the CRC-32 covers the whole file, however many chunks it is read in', async (t) => {
  const long = `${tableOf(noise(60)).join('\n')}\n`;
  assert.ok(long.length > 2 ** 18);
  const path = join(temporaryFolder(t), 'a.zip');
  writeFileSync(path, zip({ 'fer2013.csv': long }));
  assert.equal((await loadFer2013(path)).data.labels.length, 60);
});
