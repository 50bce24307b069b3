import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { ROOT } from '../../lib/core/files';
import { EMOTIONS } from '../../lib/data/dataset';
import { drawFaces } from '../../lib/data/faces';
import { colourPng, grayPng } from '../../lib/figures/png';
import { drawScene } from '../../lib/photos/drawn-scene';
import { bytes, reference } from '../photos/reference';
import { y4m } from '../photos/y4m';
import { commandRunner, programOf } from './run-command';

const scratch = mkdtempSync(join(tmpdir(), 'fer-predict-'));
after(() => rmSync(scratch, { recursive: true, force: true }));

const folder = join(scratch, 'run');
const photos = join(scratch, 'photos');
const common = ['name=untrained', `model_save_dir=${folder}`];

const runCommand = commandRunner();

/** Runs a command on the untrained run to its end. */
async function run(name: string, ...args: string[]) {
  const { stdout, ...ended } = await runCommand(name, ...common, ...args);
  return { ...ended, lines: stdout.trimEnd().split('\n') };
}

before(async () => {
  mkdirSync(join(photos, 'more'), { recursive: true });
  const scene = drawScene(0, { faces: 2 });
  writeFileSync(join(photos, 'two, "faces".png'), colourPng(scene.rgb, scene.width, scene.height));
  writeFileSync(join(photos, 'more', 'none.png'), grayPng(new Uint8Array(64 * 64).fill(90), 64, 64));
  writeFileSync(join(photos, 'notes.txt'), 'not a photo');
  const trained = await run('train', 'dataset=faces', 'network=narrow_vgg', 'n_epochs=0', 'limit=14');
  assert.equal(trained.status, 0, trained.stderr);
});

test('a folder of photos gives a line for each face, counts those without, and says what the answers mean', async () => {
  const { status, lines, stderr } = await run('predict', photos);
  assert.equal(status, 0, stderr);
  assert.equal(lines.length, 4);
  assert.match(lines[1], /none\.png +– +no face found$/);
  assert.match(lines[2], /two, "faces"\.png +1 +\d+×\d+ at \d+,\d+ +(\w+ +\d+\.\d %( {2})?){3}$/);
  assert.match(stderr, /^left out: 1 other files in the folders$/m);
  assert.match(stderr, /^2 photos: 2 faces, no face in 1$/m);
  assert.match(stderr, /not what the person feels/);
  const { framing, temperatures, weights } = JSON.parse(readFileSync(join(folder, 'photos.json'), 'utf8'));
  assert.deepEqual([weights, Object.keys(temperatures), framing.n], [{ epoch: 0, step: 0 }, ['center'], 14]);
});

test('JSON lines and CSV hold the same numbers, and files that cannot be read do not stop the others', async () => {
  const broken = join(scratch, 'broken.jpg');
  writeFileSync(broken, bytes(reference.read['rgb.jpg'].file).subarray(0, 300));
  const files = [broken, join(photos, 'two, "faces".png')];
  const json = await run('predict', 'format=jsonl', ...files);
  assert.equal(json.status, 2);
  assert.deepEqual(json.stderr.match(/^error: .*/gm)?.length, 1);
  assert.match(json.stderr, /^error: .*broken\.jpg: damaged; must be a whole PNG/m);
  const [{ photo, width, height, faces }] = json.lines.map((line) => JSON.parse(line));
  assert.deepEqual([photo, width, height, faces.length], [files[1], 640, 480, 2]);
  const csv = await run('predict', 'format=csv', ...files);
  assert.equal(csv.status, 2);
  assert.equal(csv.lines[0], `photo,face,x,y,width,height,angle,score,class,${EMOTIONS.join(',')}`);
  assert.equal(csv.lines.length, 3);
  for (const [i, { box, angle, score, probabilities, ...face }] of faces.entries()) {
    const values = [i + 1, box.x, box.y, box.width, box.height, angle, score, face.class];
    const all = [...values, ...EMOTIONS.map((label) => probabilities[label])];
    assert.equal(csv.lines[i + 1], `"${files[1].replaceAll('"', '""')}",${all.join(',')}`);
    const sum = EMOTIONS.reduce((total, label) => total + probabilities[label], 0);
    assert.ok(Math.abs(sum - 1) < 1e-5);
  }
});

test('crops are taken as they are', async () => {
  const crop = join(scratch, 'crop.png');
  writeFileSync(crop, grayPng(drawFaces({ training: 1, publicTest: 0, privateTest: 0 }).images, 48, 48));
  const { status, lines } = await run('predict', 'faces=no', 'format=jsonl', crop);
  assert.equal(status, 0);
  assert.deepEqual(JSON.parse(lines[0]).faces[0].box, { x: 0, y: 0, width: 48, height: 48 });
});

test('save=yes draws the photos with their boxes', async () => {
  const { status, stderr } = await run('predict', 'save=yes', join(photos, 'two, "faces".png'));
  assert.equal(status, 0, stderr);
  assert.deepEqual(readdirSync(join(folder, 'photos')), ['two, "faces".png']);
});

const noFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0 ? false : 'needs ffmpeg';

test('a video gives a line for each face of each frame, with its time, beside those of photos', {
  skip: noFfmpeg,
}, async () => {
  const scene = drawScene(0, { faces: 2 });
  const clip = join(scratch, 'clip.y4m');
  const blank = { ...scene, rgb: new Uint8Array(scene.rgb.length).fill(90) };
  writeFileSync(clip, y4m([scene, blank, scene], 2));
  const photo = join(photos, 'more', 'none.png');
  const csv = await run('predict', 'format=csv', 'fps=30', 'save=yes', clip, photo);
  assert.equal(csv.status, 0, csv.stderr);
  assert.equal(csv.lines[0], `photo,time,face,x,y,width,height,angle,score,class,${EMOTIONS.join(',')}`);
  const cells = csv.lines.slice(1).map((line) => line.split(','));
  assert.deepEqual(
    cells.map(([path, time, face]) => [path, time, face]),
    [
      [clip, '0', '1'],
      [clip, '0', '2'],
      [clip, '1', '1'],
      [clip, '1', '2'],
    ],
  );
  assert.match(csv.stderr, /^1 photo, 3 frames of 1 video: 4 faces, no face in 2$/m);
  assert.deepEqual(
    readdirSync(join(folder, 'photos')).filter((name) => /^(clip|none)\./.test(name)),
    ['clip.png', 'clip.svg', 'none.png'],
  );
  const json = (await run('predict', 'format=jsonl', 'fps=1', clip)).lines.map((line) => JSON.parse(line));
  assert.deepEqual(
    json.map(({ time, faces }) => [time, faces.map(({ face }: { face: number }) => face)]),
    [
      [0, [1, 2]],
      [1, [1, 2]],
    ],
  );
  const [, , first] = (await run('predict', 'fps=1', clip)).lines;
  assert.match(first, /clip\.y4m +0\.00 +2 +\d+×\d+ at \d+,\d+ +\w+ /);
});

test('a video that cannot be read is reported in one line, and the others are read', async () => {
  const broken = join(scratch, 'broken.mp4');
  writeFileSync(broken, 'not a video');
  const { status, lines, stderr } = await run('predict', 'format=jsonl', broken, join(photos, 'more', 'none.png'));
  assert.deepEqual([status, lines.length], [2, 1]);
  assert.deepEqual(stderr.match(/^error: .*/gm)?.length, 1);
  assert.match(stderr, /^1 photo, 0 frames of 1 video: 0 faces, no face in 1, 1 could not be read$/m);
});

test('a path that does not exist and a folder without photos are refused', async () => {
  mkdirSync(join(scratch, 'empty'));
  for (const [path, message] of [
    ['/does/not/exist.jpg', /^error: path: \/does\/not\/exist\.jpg; must be a file or folder$/m],
    [join(scratch, 'empty'), /^error: photos: .*empty; must contain photos$/m],
  ] as const) {
    const { status, stderr } = await run('predict', path);
    assert.equal(status, 2);
    assert.match(stderr, message);
  }
});

test('Ctrl-C ends it between two photos', async () => {
  const photo = join(photos, 'two, "faces".png');
  const many = Array<string>(2000).fill(photo);
  const child = spawn(process.execPath, [...programOf('predict'), ...common, ...many], { cwd: ROOT, stdio: 'pipe' });
  child.stdout.once('data', () => child.kill('SIGINT'));
  const [status] = await once(child, 'exit');
  assert.equal(status, 130);
  assert.ok(existsSync(folder));
});
