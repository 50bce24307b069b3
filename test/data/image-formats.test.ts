import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
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
  'deep.tiff': /: 16 bits per sample; must be a whole/,
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
