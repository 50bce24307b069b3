import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { crc32, deflateSync } from 'node:zlib';
import { loaded, write } from './files';

interface Reference {
  readonly read: Readonly<Record<string, { readonly file: string; readonly gray: string }>>;
  readonly refused: Readonly<Record<string, string>>;
}

const reference: Reference = JSON.parse(readFileSync(join(__dirname, 'image_formats_reference.json'), 'utf8'));
const bytes = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'));

test('every format gives Pillow’s gray values, whatever the file’s name', async (t) => {
  for (const [name, { file, gray }] of Object.entries(reference.read)) {
    const { data } = await loaded(write(t, { [`train/sad/${name}`]: bytes(file) }), 'fer2013');
    const expected = bytes(gray);
    const off = data.images.reduce((most, value, i) => Math.max(most, Math.abs(value - expected[i])), 0);
    assert.equal(off, 0, name);
  }
});

test('an image without an extension is recognised by its content', async (t) => {
  const { labels } = await loaded(write(t, { 'train/sad/00001': bytes(reference.read['gray.bmp'].file) }), 'fer2013');
  assert.deepEqual(labels, [4]);
});

/** Messages for whole images that are not supported. */
const FAULTS: Readonly<Record<string, RegExp>> = {
  'palette.bmp': /: a palette of colours; must be a whole/,
  'two.gif': /: 2 frames; must be a whole/,
  'two.tiff': /: 2 pages; must be a whole/,
};

test('an unsupported image is rejected with the reason', async (t) => {
  assert.deepEqual(Object.keys(reference.refused).sort(), Object.keys(FAULTS).sort());
  for (const [name, message] of Object.entries(FAULTS)) {
    const folder = write(t, { [`train/sad/${name}`]: bytes(reference.refused[name]) });
    await assert.rejects(loaded(folder, 'fer2013'), { name: 'InputError', message }, name);
  }
});

test('a damaged image of each format is rejected in one line', async (t) => {
  for (const [name, { file }] of Object.entries(reference.read)) {
    const whole = bytes(file);
    for (const cut of [20, whole.length >> 1]) {
      const folder = write(t, { [`train/sad/${name}`]: whole.subarray(0, cut) });
      await assert.rejects(
        loaded(folder, 'fer2013'),
        { name: 'InputError', message: /damaged; must be a whole PNG/ },
        name,
      );
    }
  }
});

/** Samples of a 48×48 image of 16 bits: the upper byte is the pixel's column, the lower one 255. */
const deep = (samples: number, isLittle: boolean) => {
  const bytes = Buffer.alloc(48 * 48 * samples * 2);
  for (let k = 0; k < 48 * 48 * samples; k++) {
    const value = (Math.floor(k / samples) % 48) * 256 + 255;
    if (isLittle) bytes.writeUInt16LE(value, 2 * k);
    else bytes.writeUInt16BE(value, 2 * k);
  }
  return bytes;
};

/**
 * An uncompressed TIFF of 16 bits per sample (TIFF 6.0): header, samples, one directory.
 * @param changed other values of tags; undefined leaves a tag out
 */
function tiff16(samples: 1 | 3, isLittle: boolean, changed: Readonly<Record<number, number | undefined>> = {}) {
  const pixels = deep(samples, isLittle);
  const at = 8 + pixels.length;
  const tags = {
    ...{ 256: 48, 257: 48, 258: 16, 259: 1, 262: samples === 1 ? 1 : 2, 273: 8, 277: samples, 278: 48 },
    ...{ 279: pixels.length, ...changed },
  };
  const entries = Object.entries(tags).flatMap(([tag, value]) =>
    value === undefined ? [] : [[Number(tag), value] as const],
  );
  const end = at + 2 + entries.length * 12 + 4; // where the bits of three samples are
  const file = Buffer.alloc(end + 6);
  const short = (value: number, to: number) =>
    isLittle ? file.writeUInt16LE(value, to) : file.writeUInt16BE(value, to);
  const long = (value: number, to: number) =>
    isLittle ? file.writeUInt32LE(value, to) : file.writeUInt32BE(value, to);
  file.write(isLittle ? 'II' : 'MM', 0, 'latin1');
  short(42, 2);
  long(at, 4);
  pixels.copy(file, 8);
  short(entries.length, at);
  for (const [i, [tag, value]] of entries.entries()) {
    const to = at + 2 + 12 * i;
    const isLong = tag === 273 || tag === 279;
    short(tag, to);
    short(isLong ? 4 : 3, to + 2);
    long(tag === 258 ? samples : 1, to + 4);
    if (tag === 258 && samples === 3) long(end, to + 8);
    else if (isLong) long(value, to + 8);
    else short(value, to + 8);
  }
  for (let k = 0; k < 3; k++) short(tags[258] ?? 0, end + 2 * k);
  return file;
}

/**
 * A gray PNG of 16 bits (ISO/IEC 15948).
 * @param extra chunks before the image
 */
function png16(extra: readonly (readonly [type: string, data: Buffer])[] = []): Uint8Array {
  const rows = deep(1, false);
  const lines = Array.from({ length: 48 }, (_, y) =>
    Buffer.concat([Buffer.of(0), rows.subarray(96 * y, 96 * (y + 1))]),
  );
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const [size, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    size.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([size, body, sum]);
  };
  const header = Buffer.from([0, 0, 0, 48, 0, 0, 0, 48, 16, 0, 0, 0, 0]);
  const start = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  return Buffer.concat([
    start,
    chunk('IHDR', header),
    ...extra.map(([type, data]) => chunk(type, data)),
    chunk('IDAT', deflateSync(Buffer.concat(lines))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

test('of 16 bits the upper 8 count, in both orders of bytes', async (t) => {
  const files = {
    'gray.tif': tiff16(1, true),
    'big.tif': tiff16(1, false),
    'colour.tif': tiff16(3, true),
    'big3.tif': tiff16(3, false),
    'deep.png': png16(),
  };
  for (const [name, file] of Object.entries(files)) {
    const { data } = await loaded(write(t, { [`train/sad/${name}`]: file }), 'fer2013');
    assert.deepEqual(
      [...data.images],
      Array.from({ length: 48 * 48 }, (_, k) => k % 48),
      name,
    );
  }
  const odd = write(t, { 'train/sad/1.tif': tiff16(1, true, { 258: 4 }) });
  await assert.rejects(loaded(odd, 'fer2013'), { message: /: 4 bits per sample; must be a whole/ });
});

const columns = Array.from({ length: 48 * 48 }, (_, k) => k % 48);

test('a TIFF without optional tags has their defaults, and other kinds are rejected with the reason', async (t) => {
  const read = (file: Uint8Array) => loaded(write(t, { 'train/sad/1.tif': file }), 'fer2013');
  for (const tag of [259, 277])
    assert.deepEqual([...(await read(tiff16(1, true, { [tag]: undefined }))).data.images], columns);
  const refused = (samples: 1 | 3, changed: Readonly<Record<number, number | undefined>>, reason: string) =>
    assert.rejects(read(tiff16(samples, true, changed)), { message: new RegExp(`: ${reason}; must be a whole`) });
  await refused(1, { 258: undefined }, '1 bits per sample');
  await refused(1, { 259: 7 }, 'compressed in another way');
  await refused(1, { 262: 4 }, 'neither gray nor red, green and blue');
  await refused(1, { 262: undefined }, 'damaged');
  await refused(1, { 277: 3 }, '3 samples of 16 bits per pixel');
  await refused(3, { 277: 1 }, '1 samples of 16 bits per pixel');
  await refused(1, { 317: 2 }, '16 bits with a predictor');
  await refused(1, { 279: 1e5 }, 'damaged');
});

test('an animated PNG is rejected, one of a single frame is read', async (t) => {
  const text = ['tEXt', Buffer.from('Title\0acTL')] as const;
  const frames = (n: number) => ['acTL', Buffer.of(0, 0, 0, n, 0, 0, 0, 0)] as const;
  const read = (file: Uint8Array) => loaded(write(t, { 'train/sad/1.png': file }), 'fer2013');
  assert.deepEqual([...(await read(png16([text]))).data.images], columns);
  assert.deepEqual([...(await read(png16([text, frames(1)]))).data.images], columns);
  await assert.rejects(read(png16([text, frames(2)])), { message: /: 2 frames; must be a whole/ });
});
