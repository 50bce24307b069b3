import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import type { FolderContent } from '../../lib/core/changes';
import type { Dataset } from '../../lib/data/dataset';
import { drawFaces } from '../../lib/data/faces';
import { type Served, serve } from '../../lib/demo/serve';
import { demoSite } from '../../lib/demo/site';
import { openFaceClassifier } from '../../lib/photos/classifier';
import { drawScene } from '../../lib/photos/drawn-scene';
import { type OpenedReader, openReader } from '../../lib/photos/open-reader';
import { readFaces } from '../../lib/photos/read-faces';
import { readPhoto } from '../../lib/photos/read-photo';
import { seriousFaults } from '../docs/axe';
import { faces as knownFaces } from '../models/weights/formula';
import { DemoBrowser, says } from './demo-browser';
import { facesRun, knownRun } from './known-run';
import { png, sidewaysJpeg } from './photos';
import reference from './reference.json';
import { marked, markOf, STILLS } from './stills';

const scratch = mkdtempSync(join(tmpdir(), 'fer-demo-'));
/** What the camera shows: a face a second. */
const stills = Array.from({ length: STILLS }, (_, i) => drawScene(i, { sides: [0.5, 0.6] }));

let data: Dataset;
let site: FolderContent;
let served: Served;
let reader: OpenedReader;
let browser: DemoBrowser;
let page: Page;

before(async () => {
  data = drawFaces({ training: 70, publicTest: 70, privateTest: 70 });
  const folder = await facesRun(scratch, data);
  reader = await openReader(folder, { data: async () => data });
  site = await demoSite(folder, { data: async () => data });
  served = await serve(site, 0);
  browser = await DemoBrowser.start(stills.map(marked));
  page = await browser.open(`${served.address}?backend=wasm`);
});

after(async () => {
  await browser?.close();
  await served?.close();
  rmSync(scratch, { recursive: true, force: true });
});

test('page and Node give the same probabilities for the same crops, to 1e-3', async () => {
  const faces = drawFaces({ training: 21, publicTest: 0, privateTest: 0 });
  const crops = Array.from({ length: 21 }, (_, i) => faces.images.slice(i * 48 * 48, (i + 1) * 48 * 48));
  const wanted = reader.classifier.classify(crops, reader.temperature);
  const best = wanted.map((row) => row.indexOf(Math.max(...row)));
  assert.ok(new Set(best).size >= 3, 'the network must tell classes apart');
  near(await classifiedBy(page, crops), wanted, 1e-3);
});

test('page, Node and PyTorch give the same probabilities for the same crops and weights, to 1e-3', async () => {
  const { folder, files } = await knownRun(scratch, data);
  const { temperature, probabilities } = reference;
  const crops = probabilities.map((_, i) => knownFaces.slice(i * 48 * 48, (i + 1) * 48 * 48));
  const classifier = openFaceClassifier(folder);
  near(classifier.classify(crops, temperature), probabilities, 1e-3);
  classifier.dispose();
  const settings = { ...JSON.parse(String(site['settings.json'])), temperature };
  const other = await serve({ ...site, ...files, 'settings.json': JSON.stringify(settings) }, 0);
  try {
    const opened = await browser.open(`${other.address}?backend=wasm`);
    near(await classifiedBy(opened, crops), probabilities, 1e-3);
    await opened.close();
  } finally {
    await other.close();
  }
});

test('page and Node agree on photos, also on one of 12 megapixels that lies on its side, to 2e-2', async () => {
  const scenes = [0, 1, 2, 5, 6].map((i) => drawScene(i, { faces: 1 + (i % 2) }));
  const large = drawScene(8, { width: 4000, height: 3000, sides: [0.5, 0.6] });
  const files = [...scenes.map((scene, i) => [`${i}.png`, png(scene)] as const)];
  for (const [name, bytes] of [...files, ['large.jpg', await sidewaysJpeg(large)] as const]) {
    const path = join(scratch, name);
    writeFileSync(path, bytes);
    const picture = await readPhoto(path);
    if (name === 'large.jpg') assert.deepEqual([picture.width, picture.height], [4000, 3000]);
    const wanted = readFaces(reader, picture);
    await page.setInputFiles('#file', path);
    await says(page, /^(\d+ faces?|No face)/);
    const found = await shares(page);
    assert.equal(found.length, wanted.length, name);
    assert.ok(wanted.length > 0, name);
    for (const [i, { probabilities }] of wanted.entries())
      for (const [k, p] of probabilities.entries())
        assert.ok(Math.abs(p - found[i][k]) < 2e-2, `${name}, face ${i}, class ${k}: ${p}, ${found[i][k]}`);
    await page.evaluate(`document.getElementById('status').textContent = ''`);
  }
});

test('the parts of each face that matter are shown', async () => {
  await page.setInputFiles('#file', join(scratch, '1.png'));
  await page.click('#explain', { timeout: 60_000 });
  for (let tries = 0; (await page.locator('canvas.heat').count()) < 2; tries++) {
    assert.ok(tries < 600, 'no picture');
    await sleep(100);
  }
  const [face] = readFaces(reader, drawScene(1, { faces: 2 }));
  const label = reader.classifier.classes[face.probabilities.indexOf(Math.max(...face.probabilities))];
  const description = await page.locator('canvas.heat').first().getAttribute('aria-label');
  assert.equal(description, `Hiding the orange parts lowers the probability of ${label} most.`);
});

test('a file that is no photo is reported', async () => {
  const path = join(scratch, 'text.jpg');
  writeFileSync(path, 'not a photo');
  await page.setInputFiles('#file', path);
  await says(page, /^The photo cannot be read/);
});

test('the camera is started by keyboard, and at least 90 % of its faces are read right', async (t) => {
  await page.focus('#file');
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate('document.activeElement.id'), 'camera');
  await page.keyboard.press('Enter');
  await says(page, /^1 face: /);
  assert.equal(await page.getAttribute('#camera', 'aria-pressed'), 'true');
  const answers = await answersByStill(page);
  const wrong = stills.flatMap(({ faces: [{ face }] }, i) =>
    answers.get(i) === face.emotion ? [] : [`${i}: ${answers.get(i)} instead of ${face.emotion}`],
  );
  t.diagnostic(`${STILLS - wrong.length} of ${STILLS} stills are read right; ${wrong.join(', ')}`);
  assert.ok(wrong.length <= 0.1 * STILLS, wrong.join(', '));
  await page.keyboard.press('Enter');
  assert.equal(await page.getAttribute('#camera', 'aria-pressed'), 'false');
});

test('the page works as static files below any folder, and on a phone nothing is cut off', async () => {
  const below = Object.fromEntries(Object.entries(site).map(([path, content]) => [`some/where/${path}`, content]));
  const other = await serve(below, 0);
  try {
    const phone = await browser.open(`${other.address}some/where/index.html`);
    await phone.setViewportSize({ width: 360, height: 700 });
    assert.equal(await phone.evaluate('document.documentElement.scrollWidth'), 360);
    await phone.close();
  } finally {
    await other.close();
  }
});

test('axe finds no serious fault, light or dark, before and after a photo', async () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    const opened = await browser.open(`${served.address}?backend=wasm`, { bypassCSP: true, colorScheme });
    assert.deepEqual(await seriousFaults(opened), [], colorScheme);
    await opened.setInputFiles('#file', join(scratch, '1.png'));
    await says(opened, /^\d+ faces?/);
    await opened.click('#explain');
    await opened.locator('canvas.heat').last().waitFor({ timeout: 90_000 });
    assert.deepEqual(await seriousFaults(opened), [], `${colorScheme}, with a photo`);
    await opened.close();
  }
});

test('the page says how often the network is right', async () => {
  assert.match((await page.textContent('#use')) ?? '', /not what the person feels.*npm run evaluate/s);
});

test('nothing was loaded from elsewhere, and the console has no errors', () => {
  assert.deepEqual([...browser.hosts], ['127.0.0.1']);
  assert.deepEqual(browser.faults, []);
});

test('the server answers only this machine by its own name, and has no other files', async () => {
  const status = async (path: string, init?: RequestInit) => (await fetch(`${served.address}${path}`, init)).status;
  assert.equal(await status(''), 200);
  assert.equal(await status('../package.json'), 404);
  assert.equal(await status('%2e%2e/package.json'), 404);
  assert.equal(await status('', { method: 'POST' }), 405);
  const { headers } = await fetch(served.address);
  assert.match(
    headers.get('content-security-policy') ?? '',
    /^default-src 'none'; script-src 'self' 'wasm-unsafe-eval';/,
  );
});

/** What the page's network says of crops. */
function classifiedBy(opened: Page, crops: readonly Uint8Array[]): Promise<number[][]> {
  return opened.evaluate(`(async () => {
    const { loadReader } = await import('/lib/demo/page/reader.js');
    const reader = await loadReader(await (await fetch('/settings.json')).json());
    return reader.classify(${JSON.stringify(crops.map((crop) => [...crop]))}.map((image) => Uint8Array.from(image)));
  })()`);
}

function near(found: readonly ArrayLike<number>[], wanted: readonly ArrayLike<number>[], tolerance: number): void {
  assert.equal(found.length, wanted.length);
  for (const [i, row] of wanted.entries())
    for (const [k, p] of Array.from(row).entries())
      assert.ok(Math.abs(p - found[i][k]) < tolerance, `face ${i}, class ${k}: ${found[i][k]} instead of ${p}`);
}

/** The probabilities that the bars show, `[faces][classes]`. */
function shares(opened: Page): Promise<number[][]> {
  return opened.evaluate(`[...document.querySelectorAll('#faces li')].map((face) =>
    [...face.querySelectorAll('.bar')].map((bar) => Number.parseFloat(bar.style.width) / 100))`);
}

/** The page's last answer to each still that the camera has shown; waits for all. */
async function answersByStill(opened: Page): Promise<Map<number, string>> {
  const answers = new Map<number, string>();
  const seen = new Map<number, number>();
  const until = Date.now() + 180_000;
  while (seen.size < STILLS || Math.min(...seen.values()) < 4) {
    assert.ok(Date.now() < until, `${seen.size} stills were seen`);
    const [mark, shares] = await opened.evaluate<[number[], number[]]>(`[
      [...document.getElementById('view').getContext('2d').getImageData(634, 474, 1, 1).data],
      [...document.querySelectorAll('#faces li:first-child .bar')].map((bar) => Number.parseFloat(bar.style.width)),
    ]`);
    const still = markOf(mark);
    seen.set(still, (seen.get(still) ?? 0) + 1);
    if (shares.length > 0) answers.set(still, reader.classifier.classes[shares.indexOf(Math.max(...shares))]);
    await sleep(100);
  }
  return answers;
}
