import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DatasetBuilder } from '../../lib/data/builder';
import { EMOTIONS, PIXELS } from '../../lib/data/dataset';
import { Allowance } from '../../lib/data/files/allowance';
import { wholeLines } from '../../lib/data/files/lines';
import { SourceFile } from '../../lib/data/files/source-file';
import { parseHeader } from '../../lib/data/table/header';
import { parseRow } from '../../lib/data/table/row';

/** Every gray value, in one, two and three digits. */
const grays = Array.from({ length: PIXELS }, (_, k) => (k * 7) % 256);
const PER_PIXEL = `${grays.map((_, k) => `p${k}`).join(';')};emotion;Usage`;

/** The fast parser's result for a row: the offset of the next row, and the image. */
function read(header: string, row: string, split = 0) {
  const builder = new DatasetBuilder({ name: 'a', classes: EMOTIONS, size: 48 });
  const text = Buffer.from(`before\n${row}`);
  const next = parseRow(text, 7, parseHeader(header, 'a.csv'), builder, split, 5);
  const { images, labels, splits, rows } = builder.build();
  return {
    left: next < 0 ? next : text.length - next,
    images,
    labels: [...labels],
    splits: [...splits],
    rows: [...rows],
  };
}

for (const [header, row, split] of [
  ['emotion,pixels,Usage', `3,${grays.join(' ')},PublicTest\n`, 1],
  ['emotion,pixels,Usage', `3,${grays.join(' ')},PublicTest\r\n`, 1],
  ['emotion, Usage, pixels', `3, PrivateTest, ${grays.join(' ')}\n`, 2],
  ['pixels,emotion', `${grays.join(' ')},3\n`, 0],
  ['name,emotion,pixels,Usage', `a b.png,3,${grays.join(' ')},Training\n`, 0],
  ['emotion,pixels,Usage,name', `3,${grays.join(' ')},Training,a.png\r\n`, 0],
  ['emotion\tpixels', `3\t${grays.join(' ')}\n`, 0],
  [PER_PIXEL, `${grays.join(';')};3;Training\n`, 0],
] as const) {
  test(`the fast parser reads a row in the usual format: ${header.slice(0, 30)}`, () => {
    const { left, images, ...columns } = read(header, row);
    assert.equal(left, 0);
    assert.deepEqual(columns, { labels: [3], splits: [split], rows: [5] });
    assert.deepEqual([...images], grays);
  });
}

test('labels 0 to 6, and the split of a file whose rows name none', () => {
  for (let label = 0; label < 7; label++) {
    const { labels, splits } = read('emotion,pixels', `${label},${grays.join(' ')}\n`, 2);
    assert.deepEqual([labels, splits], [[label], [2]]);
  }
});

test('the fast parser leaves unusual rows to the other one', () => {
  const pixels = grays.join(' ');
  const others = [
    `7,${pixels},Training\n`,
    `/,${pixels},Training\n`,
    `,${pixels},Training\n`,
    `3;${pixels},Training\n`,
    `3,${pixels},Testing\n`,
    `3,${pixels},Training`,
    `3,${pixels},Training,\n`,
    `3,${pixels},Training \n`,
    `"3",${pixels},Training\n`,
    `3,"${pixels}",Training\n`,
    `3,${grays.slice(1).join(' ')},Training\n`,
    `3,${pixels} 0,Training\n`,
    `3,${grays.join('  ')},Training\n`,
    `3,${grays.with(9, 256).join(' ')},Training\n`,
    `3,${grays.with(9, 1000).join(' ')},Training\n`,
    `3,${grays.with(9, -1).join(' ')},Training\n`,
    `3,${grays.join(':')},Training\n`,
  ];
  for (const row of others) {
    const { left, labels } = read('emotion,pixels,Usage', row);
    assert.deepEqual([left, labels], [-1, []], row.slice(0, 9));
  }
  assert.equal(read('name,emotion,pixels', `"a",3,${pixels}\n`).left, -1);
  assert.equal(read('pixels,Usage', `${pixels},Training\n`).left, -1);
});

/** Bytes in chunks of these lengths, through one buffer, like those of a file on disk. */
async function* pieces(text: string, length: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  const buffer = Buffer.alloc(length);
  for (let at = 0; at < bytes.length; at += length) {
    const copied = bytes.copy(buffer, 0, at);
    yield buffer.subarray(0, copied);
  }
}

test('blocks end at line ends, whatever chunks arrive', async () => {
  for (const text of ['a\nbcd\n\ne\n', 'a\nbcd\n\ne', 'abc', '\n', '']) {
    for (const length of [1, 2, 3, 4, 5, 100]) {
      const blocks: string[] = [];
      for await (const block of wholeLines(pieces(text, length), 'a')) blocks.push(block.toString());
      assert.equal(blocks.join(''), text);
      assert.ok(
        blocks.every((block, i) => block.endsWith('\n') || i === blocks.length - 1),
        `${blocks}`,
      );
      assert.ok(!blocks.includes(''));
    }
  }
});

test('a line may have up to 1 MiB', async () => {
  const lines = async (text: string) => {
    let n = 0;
    for await (const _ of wholeLines(pieces(text, 1 << 18), 'a.csv')) n++;
    return n;
  };
  const mebibyte = 2 ** 20;
  assert.ok((await lines(`${'x'.repeat(mebibyte - 1)}\nb\n`)) > 0);
  assert.equal(await lines('x'.repeat(mebibyte)), 1);
  for (const text of ['x'.repeat(mebibyte + 1), `${'x'.repeat(mebibyte)}\n`]) {
    await assert.rejects(lines(text), /^InputError: a\.csv: a line longer than 1 MiB; /);
  }
});

test('reading a file’s head does not consume its bytes', async () => {
  for (const length of [1, 3, 100]) {
    const file = new SourceFile('a/b.csv', () => pieces('0123456789', length));
    assert.equal(file.name, 'b.csv');
    assert.equal(Buffer.from(await file.head(4)).toString(), '0123');
    assert.equal(Buffer.from(await file.head(6)).toString(), '012345');
    assert.equal(Buffer.from(await file.whole()).toString(), '0123456789');
  }
  const short = new SourceFile('b', () => pieces('01', 1));
  assert.equal(Buffer.from(await short.head(4)).toString(), '01');
  assert.equal(Buffer.from(await short.whole()).toString(), '01');
});

test('an archive may unpack to at most 1 GiB in total', async () => {
  const allowance = new Allowance('a.zip');
  allowance.take(2 ** 29);
  allowance.take(2 ** 29);
  assert.throws(() => allowance.take(1), /^InputError: a\.zip: /);
  const counted = new Allowance('b.zip');
  counted.take(2 ** 30 - 5);
  const seen: number[] = [];
  const all = async () => {
    for await (const chunk of counted.counted(pieces('0123456', 3))) seen.push(chunk.length);
  };
  await assert.rejects(all(), /^InputError: b\.zip: /);
  assert.deepEqual(seen, [3]);
});
