import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { readPhoto } from '../../lib/photos/read-photo';
import { bytes, reference } from './reference';

const folder = mkdtempSync(join(tmpdir(), 'fer-photos-'));
after(() => rmSync(folder, { recursive: true }));

const file = (name: string, content: string | Uint8Array) => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};

test('photos in every form have the pixels that Pillow reads, turned upright', async () => {
  for (const [name, expected] of Object.entries(reference.read)) {
    const { width, height, rgb } = await readPhoto(file(name, bytes(expected.file)));
    assert.deepEqual([width, height], [expected.width, expected.height], name);
    const off = bytes(expected.rgb).reduce((most, value, i) => Math.max(most, Math.abs(value - rgb[i])), 0);
    assert.ok(off <= (name === 'cmyk.jpg' ? 1 : 0), `${name} is off by ${off}`);
  }
});

test('a photo of 16 bits a value keeps the upper eight', async () => {
  const { width, rgb } = await readPhoto(file('deep.png', bytes(reference.deep.file)));
  const row = Array.from({ length: width }, (_, x) => rgb[3 * x]);
  assert.deepEqual(row, reference.deep.gray);
});

test('what cannot be read is refused in one line', async () => {
  const { file: jpeg } = reference.read['rgb.jpg'];
  const whole = bytes(jpeg);
  const refused: [name: string, content: string | Uint8Array, message: RegExp][] = [
    ['zero.jpg', '', /zero\.jpg: empty file; must be an image$/],
    ['text.jpg', 'not a picture at all', /text\.jpg: not an image; must be a whole PNG/],
    ['cut.jpg', whole.subarray(0, whole.length >> 1), /cut\.jpg: damaged; must be a whole PNG/],
    ['animated.gif', bytes(reference.animated.GIF), /animated\.gif: 2 frames; must be a whole PNG.* with one image$/],
    ['animated.png', bytes(reference.animated.PNG), /animated\.png: 2 frames; must be a whole PNG.* with one image$/],
    ['animated.webp', bytes(reference.animated.WEBP), /animated\.webp: several frames; must be a whole PNG/],
    ['bomb.png', bytes(reference.bomb), /bomb\.png: 12000×12000 pixels; must have at most 100 million pixels$/],
  ];
  for (const [name, content, message] of refused)
    await assert.rejects(readPhoto(file(name, content)), { name: 'InputError', message }, name);
  await assert.rejects(readPhoto(join(folder, 'absent.jpg')), {
    name: 'InputError',
    message: /absent\.jpg: not found/,
  });
});
