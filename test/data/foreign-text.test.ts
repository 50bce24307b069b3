import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { loadFer2013 } from '../../lib/data/fer2013';
import { load } from '../../lib/data/load-dataset';
import { tf } from '../../lib/runtime';
import { commandRunner } from '../cli/run-command';
import { tar, zip } from './archives';
import { noise, tableOf, temporaryFile, temporaryFolder } from './tables';

const runCommand = commandRunner();
const lines = tableOf(noise(84));
/** Control sequences that set a terminal's colour and title and reverse the direction of text. */
const CODES = '\u001b[31mred\u001b]0;title\u0007\u202e';

/** Asserts that a message is one short line that a terminal shows unchanged. */
function assertSafe(message: string): void {
  assert.ok(message.length < 400, `${message.length} characters: ${message.slice(0, 400)}`);
  assert.doesNotMatch(message, /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
}

async function refusal(path: string): Promise<string> {
  const error = await loadFer2013(path).then(
    () => assert.fail('it was read'),
    (error: Error) => error,
  );
  assert.equal(error.name, 'InputError', error.stack);
  assertSafe(error.message);
  return error.message;
}

test('a table with only carriage returns as line ends is rejected in one short line', async (t) => {
  const message = await refusal(temporaryFile(t, 'mac.csv', lines.join('\r')));
  assert.match(message, /^mac\.csv:1: emotion,pixels,Usage\\r\d,/);
});

test('text from headers, cells and lines is quoted, short and escaped', async (t) => {
  const [header, first, ...rest] = lines;
  for (const table of [
    [`${header.replace('pixels', 'pix')}${CODES}${',x'.repeat(9999)}`, first],
    [header, first.replace(/^\d/, CODES)],
    [header, first.replace(/^\d,\d+/, `1,${CODES}`)],
    [header, first.replace(/\w+$/, CODES.repeat(99))],
    [`emotion,pixels,${CODES.repeat(999)}`, ...rest],
  ])
    await refusal(temporaryFile(t, 'fer2013.csv', `${table.join('\n')}\n`));
});

test('names of archived files, folders and columns are escaped in messages', async (t) => {
  const name = `${CODES}${'long'.repeat(300)}.csv`;
  const folder = temporaryFolder(t);
  const bad = lines.join('\n').replace(/\nPublicTest/, '');
  for (const [file, bytes] of [
    ['a.zip', zip({ [name]: `${bad}\nx` })],
    ['a.tar', await tar({ [name.slice(0, 90)]: `${bad}\nx` })],
  ] as const) {
    writeFileSync(join(folder, file), bytes);
    await refusal(join(folder, file));
  }
  const notices: string[] = [];
  const own = join(folder, `own ${CODES}`, 'data.csv');
  mkdirSync(dirname(own));
  writeFileSync(own, [`${lines[0]},${CODES}${'c'.repeat(500)}`, ...lines.slice(1).map((row) => `${row},x`)].join('\n'));
  writeFileSync(join(dirname(own), `train${CODES}.csv`), 'pixels\n1 2 3\n');
  await load({ dataset: dirname(own), onNotice: (line) => notices.push(line) });
  assert.match(notices[0], /^own \\u001b\[31mred/);
  for (const notice of notices) assertSafe(notice);
});

test('a truncated JPEG or PNG gives one line on stderr', async (t) => {
  const gray = tf.fill([48, 48, 1], 7, 'int32') as never;
  for (const [name, bytes] of [
    ['1.jpg', await tf.node.encodeJpeg(gray, 'grayscale')],
    ['1.png', await tf.node.encodePng(gray)],
  ] as const) {
    const { status, stderr } = await train(t, name, bytes.subarray(0, bytes.length - 40));
    assert.equal(
      stderr,
      `error: train/happy/${name}: damaged; must be a whole PNG, JPEG, BMP, GIF, TIFF, or WebP with one image of 8 bits a value\n`,
    );
    assert.equal(status, 2);
  }
});

/** Trains on one picture. */
function train(t: TestContext, name: string, picture: Uint8Array) {
  const folder = temporaryFolder(t);
  const file = join(folder, 'train', 'happy', name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, picture);
  return runCommand('train', 'name=cut', `dataset=${folder}`, `model_save_dir=${join(folder, 'run')}`);
}
