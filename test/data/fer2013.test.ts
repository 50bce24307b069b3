import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { loadFer2013 } from '../../lib/data/fer2013';
import { noise, pixelsOf, tableOf, temporaryFile, temporaryFolder } from './tables';

const fer2013 = async (path: string) => (await loadFer2013(path)).data;
const data = noise(12);
const lines = tableOf(data);
const whole = `${lines.join('\n')}\n`;

test('fer2013.csv is read into images, labels, splits and rows', async (t) => {
  assert.deepEqual(await fer2013(temporaryFile(t, 'fer2013.csv', whole)), data);
});

test('gzip, Windows line ends, a byte order mark, quotes, blank lines and a missing last line end change nothing', async (t) => {
  const spellings: [string, string | Uint8Array][] = [
    ['fer2013.csv.gz', gzipSync(whole)],
    ['windows.csv', whole.replaceAll('\n', '\r\n')],
    ['mark.csv', `\ufeff${whole}`],
    ['quotes.csv', whole.replace(/,(.*),/g, ',"$1",')],
    ['spaces.csv', whole.replaceAll(',', ', ').replace(/ (\d+) /g, '  $1 ')],
    ['blank.csv', `${whole}\n\r\n`],
    ['unfinished.csv', whole.trimEnd()],
  ];
  for (const [name, content] of spellings) assert.deepEqual(await fer2013(temporaryFile(t, name, content)), data, name);
});

const image = pixelsOf(data, 0);
const fewer = image.slice(0, image.lastIndexOf(' '));

/** Contents of line 5, and the messages for them. */
const FAULTY_ROWS: readonly [string, string][] = [
  [`7,${image},Training`, 'emotion "7"; must be an integer from 0 to 6'],
  [`-1,${image},Training`, 'emotion "-1"; must be an integer from 0 to 6'],
  [`x,${image},Training`, 'emotion "x"; must be an integer from 0 to 6'],
  [`,${image},Training`, 'emotion ""; must be an integer from 0 to 6'],
  [`3,${fewer},Training`, '2303 pixels; must be 2304 (48×48)'],
  [`3,${image} 17,Training`, '2305 pixels; must be 2304 (48×48)'],
  [`3,,Training`, '0 pixels; must be 2304 (48×48)'],
  [`3,256 ${fewer},Training`, 'pixel 1 is "256"; must be an integer from 0 to 255'],
  [`3,${fewer} 12.5,Training`, 'pixel 2304 is "12.5"; must be an integer from 0 to 255'],
  [`3,${fewer} -1,Training`, 'pixel 2304 is "-1"; must be an integer from 0 to 255'],
  [`3,black ${fewer},Training`, 'pixel 1 is "black"; must be an integer from 0 to 255'],
  [`3,${image},Test`, 'Usage "Test"; must be Training, PublicTest, PrivateTest'],
  [`3,${image},Training,`, '4 columns; must be 3, as in the header'],
  [`3,${image}`, '2 columns; must be 3, as in the header'],
  ['\u001b[31m\u202e', '1 columns; must be 3, as in the header'],
];

test('an invalid row is reported with its line and the fault', async (t) => {
  for (const [row, fault] of FAULTY_ROWS) {
    const path = temporaryFile(t, 'fer2013.csv', [...lines.slice(0, 4), row, ...lines.slice(5), ''].join('\n'));
    await assert.rejects(fer2013(path), { name: 'InputError', message: `fer2013.csv:5: ${fault}` });
  }
});

test('a file truncated in a line is reported, wherever it was cut', async (t) => {
  const last = lines[12].length;
  for (const cut of [1, 5, 11, 12, 13, 100, last - 2]) {
    const path = temporaryFile(t, 'fer2013.csv', lines.join('\n').slice(0, -cut));
    await assert.rejects(fer2013(path), {
      name: 'InputError',
      message: /^fer2013\.csv:13: .*, and the file ends .*; must be/,
    });
  }
});

/** Whole files, and the messages for them. */
const FAULTY_FILES: readonly [string | Uint8Array, RegExp][] = [
  ['', /^fer2013\.csv: empty; must be a table/],
  ['\n\n', /^fer2013\.csv:1: ""; must name the columns/],
  [`${lines[0]}\n`, /^fer2013\.csv: a header without rows; must contain images/],
  [lines.slice(1).join('\n'), /^fer2013\.csv:1: numbers without a header; must name the columns/],
  ['id,name\n1,2\n', /^fer2013\.csv:1: "id,name"; must name the columns/],
  ['<!doctype html>\n', /^fer2013\.csv:1: "<!doctype html>"; must name the columns/],
  ['pixels\n1 2 3\n', /^fer2013\.csv:1: no column emotion; must have one/],
  ['emotion,pixels\n1,2 3\n', /^fer2013\.csv:1: emotion,pixels; must have a column Usage/],
  [data.images.subarray(0, 5000), /^fer2013\.csv:1: binary data; must name the columns/],
  [`${lines[0]}\n${'x'.repeat(3 << 20)}`, /^fer2013\.csv: a line longer than 1 MiB; must be/],
  [Buffer.from('\xfd7zXZ\0more', 'latin1'), /^fer2013\.csv: packed with xz; must be unpacked first/],
  [gzipSync(whole).subarray(0, 4000), /^fer2013\.csv: truncated; must be a whole gzip file/],
  [gzipSync(whole).fill(255, 2000, 2100), /^fer2013\.csv: damaged; must be a gzip file/],
];

test('a file that is not FER2013 is rejected with its type', async (t) => {
  for (const [content, message] of FAULTY_FILES)
    await assert.rejects(fer2013(temporaryFile(t, 'fer2013.csv', content)), { name: 'InputError', message });
});

test('a path without a file, or with an empty folder, is reported', async (t) => {
  const folder = temporaryFolder(t);
  await assert.rejects(fer2013(`${folder}/missing.csv`), { message: /missing\.csv; must be a file or folder$/ });
  await assert.rejects(fer2013(folder), { message: /^path: .*; must contain fer2013\.csv/ });
});
