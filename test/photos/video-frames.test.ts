import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { after, test } from 'node:test';
import type { Picture } from '../../lib/photos/picture';
import { ppmPictures } from '../../lib/photos/ppm';
import { type VideoFrame, type VideoFramesOptions, videoFrames } from '../../lib/photos/video-frames';
import { y4m } from './y4m';

const folder = mkdtempSync(join(tmpdir(), 'fer-video-'));
after(() => rmSync(folder, { recursive: true }));

const place = (name: string) => join(folder, name);
const gray = (value: number): Picture => ({ width: 32, height: 16, rgb: new Uint8Array(32 * 16 * 3).fill(value) });
/** One second of ten frames: gray 0, 20, … 180. */
const clip = place('clip; $(touch x) %d.y4m');
writeFileSync(
  clip,
  y4m(
    [...Array(10).keys()].map((i) => gray(20 * i)),
    10,
  ),
);
const without = spawnSync('ffmpeg', ['-version']).status === 0 ? false : 'needs ffmpeg';

async function frames(path: string, options?: VideoFramesOptions): Promise<VideoFrame[]> {
  const all: VideoFrame[] = [];
  for await (const frame of videoFrames(path, options)) all.push(frame);
  return all;
}

test('a stream of PPM images is read however it is cut', async () => {
  const image = (width: number, height: number, value: number) =>
    Buffer.concat([Buffer.from(`P6\n${width} ${height}\n255\n`), Buffer.alloc(width * height * 3, value)]);
  const stream = Buffer.concat([image(2, 1, 80), image(1, 3, 10), image(3, 2, 54)]);
  for (const size of [1, 5, 17, 1000]) {
    const chunks = Array.from({ length: Math.ceil(stream.length / size) }, (_, i) =>
      stream.subarray(i * size, (i + 1) * size),
    );
    const found: string[] = [];
    for await (const { width, height, rgb } of ppmPictures(Readable.from(chunks)))
      found.push(`${width}×${height}: ${rgb.join(',')}`);
    const wanted = [`2×1: ${Array(6).fill(80)}`, `1×3: ${Array(9).fill(10)}`, `3×2: ${Array(18).fill(54)}`];
    assert.deepEqual(found, wanted, String(size));
  }
  const wide = Buffer.concat([Buffer.from('P6\n2 2\n65535\n'), Buffer.alloc(64)]);
  await assert.rejects(ppmPictures(Readable.from([wide])).next(), /^Error: no PPM image of 8 bits/);
});

test('videos of 10 bits and of pixels that are not square are read', { skip: without }, async () => {
  const made = (name: string, ...args: string[]) => {
    const path = join(folder, name);
    const source = ['-f', 'lavfi', '-i', 'color=c=white:s=20x10:r=5:d=0.4'];
    const { status } = spawnSync('ffmpeg', ['-v', 'error', '-y', ...source, ...args, path]);
    assert.equal(status, 0, name);
    return path;
  };
  const deep = await frames(made('deep.mkv', '-c:v', 'ffv1', '-pix_fmt', 'yuv420p10le'));
  assert.deepEqual([deep.length, deep[0].picture.rgb.length, deep[0].picture.rgb[0] > 250], [2, 600, true]);
  const [{ picture }] = await frames(made('wide.mkv', '-c:v', 'ffv1', '-vf', 'setsar=2'));
  assert.deepEqual([picture.width, picture.height], [40, 10]);
});

test('frames have equal distances, at most as many as the video has', { skip: without }, async () => {
  const shown = (all: readonly VideoFrame[]) =>
    all.map(({ index, time, of, picture }) => [index, Number(time.toFixed(3)), of, Math.round(picture.rgb[0] / 20)]);
  // Of 10 frames a second, those that are shown at 0 and 0.5 seconds.
  assert.deepEqual(shown(await frames(clip, { fps: 2 })), [
    [0, 0, 2, 0],
    [1, 0.5, 2, 5],
  ]);
  const all = shown(await frames(clip, { fps: 60 }));
  assert.deepEqual(
    all,
    Array.from({ length: 10 }, (_, i) => [i, i / 10, 10, i]),
  );
  const [{ picture }] = await frames(clip);
  assert.deepEqual([picture.width, picture.height, picture.rgb.length], [32, 16, 32 * 16 * 3]);
});

test('a phone’s video is turned upright', { skip: without }, async () => {
  const [flat, turned] = [place('flat.mp4'), place('turned.mp4')];
  run('-i', clip, '-c:v', 'mpeg4', flat);
  run('-i', flat, '-c', 'copy', '-metadata:s:v:0', 'rotate=90', turned);
  const [{ picture }] = await frames(turned);
  assert.deepEqual([picture.width, picture.height], [16, 32]);
});

test('a file that names other files or addresses can read none of them', { skip: without }, async () => {
  let requests = 0;
  const server = createServer((_, response) => {
    requests++;
    response.end(y4m([gray(1)]));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/clip.ts`;
  const secret = 'secret.ts';
  run('-i', clip, '-c:v', 'mpeg2video', '-r', '25', place(secret));
  const playlist = (file: string) => `#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n${file}\n#EXT-X-ENDLIST\n`;
  const crafted = [playlist(address), playlist(secret), `ffconcat version 1.0\nfile ${secret}\n`];
  try {
    for (const [i, content] of crafted.entries()) {
      const file = place(`crafted-${i}.mp4`);
      writeFileSync(file, content);
      const message = /crafted-\d\.mp4: a playlist, or a form that is not read; must be a whole video/;
      await assert.rejects(frames(file), { name: 'InputError', message });
    }
    await assert.rejects(frames(address), /InputError/);
    assert.equal(requests, 0);
    // Without the guard, FFmpeg reads the file that the list names.
    assert.equal(spawnSync('ffprobe', ['-v', 'error', place('crafted-2.mp4')]).status, 0);
  } finally {
    server.close();
  }
});

test('what is no video, is damaged or has no frames is refused in one line', { skip: without }, async () => {
  const files: readonly (readonly [name: string, content: Buffer | string, message: RegExp])[] = [
    ['zero.mp4', '', /zero\.mp4: empty file; must be a video$/],
    ['text.mp4', 'not a video at all', /text\.mp4: .+; must be a whole video, such as MP4/],
    ['none.y4m', y4m([gray(0)]).subarray(0, 40), /none\.y4m: .+; must be a/],
  ];
  for (const [name, content, message] of files) {
    writeFileSync(place(name), content);
    await assert.rejects(frames(place(name)), { name: 'InputError', message }, name);
  }
  run('-f', 'lavfi', '-i', 'sine=duration=1', place('sound.mp4'));
  await assert.rejects(frames(place('sound.mp4')), { message: /sound\.mp4: no video stream; must be a video with/ });
  await assert.rejects(frames(place('absent.mp4')), { name: 'InputError', message: /absent\.mp4: No such file/ });
  const cut = place('cut.mp4');
  run('-i', clip, '-c:v', 'mpeg4', cut);
  truncateSync(cut, 400);
  await assert.rejects(frames(cut), { name: 'InputError', message: /cut\.mp4: .+; must be a (whole )?video/ });
});

test('a video that ends early gives the frames before, and a notice', { skip: without }, async () => {
  const [whole, cut] = [place('whole.avi'), place('early.avi')];
  run('-i', clip, '-c:v', 'rawvideo', whole);
  copyFileSync(whole, cut);
  truncateSync(cut, 12_000);
  const notices: string[] = [];
  const found = await frames(cut, { fps: 10, onNotice: (line) => notices.push(line) });
  assert.ok(found.length > 0 && found.length < 10, `${found.length} frames`);
  assert.match(notices.join('\n'), /early\.avi: frames may be missing or damaged: /);
});

test('an interrupt ends FFmpeg', { skip: without }, async () => {
  const controller = new AbortController();
  const reading = videoFrames(clip, { fps: 10, signal: controller.signal });
  await reading.next();
  controller.abort(new Error('SIGINT'));
  await assert.rejects(async () => {
    for await (const _ of reading);
  }, /SIGINT/);
});

test('without FFmpeg one line says what to install', async (t) => {
  const { PATH } = process.env;
  t.after(() => {
    process.env.PATH = PATH;
  });
  process.env.PATH = folder;
  await assert.rejects(frames(clip), {
    name: 'InputError',
    message: /: FFmpeg is not installed; must be a photo, or install it: apt install ffmpeg$/,
  });
});

function run(...args: readonly string[]): void {
  const { status, stderr } = spawnSync('ffmpeg', ['-v', 'error', '-y', ...args], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
}
