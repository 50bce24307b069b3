import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inflateSync } from 'node:zlib';
import { EMOTIONS } from '../../lib/data/dataset';
import type { Figure } from '../../lib/figures/figure';
import { saliencyClasses, saliencyMethods, saliencyPanels } from '../../lib/figures/saliency';
import { checkLine, checksTable } from '../../lib/figures/saliency-checks';
import { randomisationCurves, removalCurves } from '../../lib/figures/saliency-curves';
import { saliencyMeans } from '../../lib/figures/saliency-means';
import { saliencyMistakes } from '../../lib/figures/saliency-mistakes';
import { heatTile, mapTiles } from '../../lib/figures/saliency-tiles';
import type { MethodCheck } from '../../lib/saliency/checks/check';
import type { Explanation } from '../../lib/saliency/explain';
import type { Inputs } from '../../lib/saliency/inputs';
import { CROP_PIXELS, SEEN } from '../saliency/networks';

/** Four confidently classified faces: Angry, Happy, Happy (predicted as Sad) and one with an empty map. */
const crops: Inputs = {
  ...SEEN,
  pixels: Uint8Array.from({ length: 4 * CROP_PIXELS }, (_, k) => k % 200),
  labels: Uint8Array.of(0, 3, 3, 6),
};
const said = [0, 3, 4, 6];
const explanation: Explanation = {
  method: 'gradient',
  size: 40,
  values: Float32Array.from({ length: 4 * CROP_PIXELS }, (_, k) => (k < 3 * CROP_PIXELS ? (k % 7) - 3 : 0)),
  weights: new Float32Array(28),
  logits: Float32Array.from({ length: 28 }, (_, k) => (k % 7 === said[Math.floor(k / 7)] ? 4 : 0)),
};

const texts = ({ layout }: Figure) => (layout.annotations ?? []).map(({ text }) => text);

test('panels are image, map and overlay; an empty map has a reason instead', () => {
  const figure = saliencyPanels(crops, explanation, { title: 'PrivateTest' });
  assert.equal(figure.layout.images?.length, 4 + 2 * 3);
  assert.equal(figure.layout.shapes?.length, 2);
  const words = texts(figure);
  assert.deepEqual(words.slice(0, 3), ['Image', 'Map', 'Overlay']);
  assert.deepEqual(words.slice(3, 7), ['Angry 90 %', 'Happy 90 %', 'Sad 90 %<br>(is Happy)', 'Neutral 90 %']);
  assert.deepEqual(words.slice(7), Array(2).fill('the<br>map<br>is<br>all<br>0'));
  assert.deepEqual(figure.layout.title, { text: 'PrivateTest' });
});

test('a map that speaks only against the class says so, but is shown as signed values', () => {
  const { size } = explanation;
  const values = Float32Array.from({ length: 4 * CROP_PIXELS }, (_, k) => -(k % 7));
  const against = { ...explanation, method: 'gradcam', values } as const;
  assert.deepEqual(
    mapTiles(crops, against, 'map').map(({ word }) => word),
    Array(4).fill('nothing<br>is<br>positive'),
  );
  assert.ok(mapTiles(crops, against, 'signed').every(({ word }) => word === undefined));
  assert.ok(heatTile(new Float32Array(size ** 2), new Uint8Array(size ** 2), 'overlay').png); // a mean of such maps
});

test('one face per emotion, above its map, for emotions that have faces', () => {
  const words = texts(saliencyClasses(crops, explanation));
  assert.deepEqual(words.slice(0, 6), ['Angry', 'Happy', 'Neutral', 'Angry 90 %', 'Happy 90 %', 'Neutral 90 %']);
});

test('methods are shown side by side, with their scores below the last image', () => {
  const methods = [explanation, { ...explanation, method: 'rise' } as const];
  const figure = saliencyMethods(crops, methods, { scores: ['hits 34 %', 'hits 5 %'] });
  const words = texts(figure);
  assert.deepEqual(words.slice(0, 3), ['Image', 'Gradient', 'RISE']);
  assert.deepEqual(words.slice(3, 9), ['Angry', 'Happy', 'Happy', 'Neutral', 'hits 34 %', 'hits 5 %']);
  assert.deepEqual(figure.layout.xaxis?.range, [0, 3]);
});

test('mean maps weight each face equally, and an emotion without maps says so', () => {
  const images = {
    name: 'four',
    classes: EMOTIONS,
    size: 48,
    images: new Uint8Array(4 * 48 * 48).fill(90),
    labels: crops.labels,
    splits: new Uint8Array(4),
    rows: Uint32Array.of(0, 1, 2, 3),
  };
  const figure = saliencyMeans(images, explanation);
  assert.equal(figure.layout.images?.length, 2);
  const words = texts(figure);
  assert.deepEqual(words.slice(7, 14), ['n = 1', 'n = 0', 'n = 0', 'n = 2', 'n = 0', 'n = 0', 'n = 0']);
  assert.deepEqual(words.slice(14), Array(5).fill('no map'));
});

test('a mistake is shown with its label and prediction', () => {
  const one = { ...SEEN, pixels: crops.pixels.slice(0, CROP_PIXELS), labels: Uint8Array.of(2) };
  const part = {
    ...explanation,
    values: explanation.values.slice(0, CROP_PIXELS),
    logits: explanation.logits.slice(0, 7),
  };
  const words = texts(saliencyMistakes(one, { predicted: part, true: part, difference: part }));
  assert.deepEqual(words.slice(4), ['predicted: Angry', 'label: Fear', 'Fear − Angry']);
});

test('heat goes from black to bright; overlays keep cold pixels gray; signs go from blue to orange', () => {
  const map = new Float32Array(CROP_PIXELS);
  map.set([1, 0.5, -1]);
  const image = new Uint8Array(CROP_PIXELS).fill(100);
  const pixel = (view: 'map' | 'overlay' | 'signed', x: number) => {
    const shown = view === 'signed' ? map : map.map(Math.abs);
    return firstRow(heatTile(shown, image, view).png!)[x];
  };
  assert.deepEqual(pixel('map', 3), [0, 0, 0]);
  assert.deepEqual(pixel('map', 0), [255, 242, 178]);
  assert.deepEqual(pixel('overlay', 3), [100, 100, 100]);
  assert.deepEqual(pixel('signed', 3), [255, 255, 255]);
  assert.deepEqual(
    [pixel('signed', 0), pixel('signed', 2)],
    [
      [213, 94, 0],
      [0, 84, 150],
    ],
  );
});

const check: MethodCheck = {
  method: 'gradient',
  likeEdges: 0.0594,
  likeRandom: 0.181,
  removal: {
    n: 14,
    shares: [0, 1],
    deletion: [0.9, 0.1],
    insertion: [0.1, 0.9],
    deletionArea: 0.247,
    insertionArea: 0.885,
  },
  evidence: { n: 12, hits: 5 / 12, energy: 0.115, chance: 0.044 },
  evidenceRandom: { n: 12, hits: 0, energy: 0.05, chance: 0.044 },
  parts: { n: 14, hits: 0.857, energy: 0.778, chance: 0.499 },
  incompleteness: null,
  sensitivity: 0.523,
};

test('the table of checks omits regions that are unknown', () => {
  const unknown = { ...check, method: 'edges', evidence: null, evidenceRandom: null, parts: null } as const;
  const [known, row] = checksTable([check, unknown]);
  assert.deepEqual(
    [known.Method, known['Hits (%)'], known['By chance (%)'], known.Deletion],
    ['Gradient', 41.7, 4.4, 0.247],
  );
  assert.deepEqual([row.Method, row['Hits (%)'], row['Incomplete (%)']], ['Edge detector', undefined, null]);
  assert.equal(checkLine(check), 'hits 42 % (chance 4 %)');
  assert.equal(checkLine(unknown), 'insertion 0.89, deletion 0.25');
});

test('curves name each method once, and draw the control with dots', () => {
  const removal = removalCurves([check, { ...check, method: 'edges' }]);
  const lines = removal.data as { name: string; showlegend: boolean; line: { dash: string }; y: number[] }[];
  assert.deepEqual(
    lines.map(({ name }) => name),
    ['Gradient', 'Edge detector', 'Gradient', 'Edge detector'],
  );
  assert.deepEqual(
    lines.map(({ showlegend }) => showlegend),
    [true, true, false, false],
  );
  assert.deepEqual(
    lines.map(({ line }) => line.dash),
    ['solid', 'dot', 'solid', 'dot'],
  );
  assert.deepEqual(lines[2].y, [10, 90]);
  const stages = [
    { layer: '', spearman: 1, ssim: 1 },
    { layer: 'lin3', spearman: Number.NaN, ssim: 0.5 },
  ];
  const [curve] = randomisationCurves({ gradient: stages }).data as { x: string[]; y: (number | null)[] }[];
  assert.deepEqual(
    [curve.x, curve.y],
    [
      ['trained', 'lin3'],
      [1, null],
    ],
  );
});

test('every figure is JSON', () => {
  for (const figure of [
    saliencyPanels(crops, explanation),
    saliencyMethods(crops, [explanation]),
    removalCurves([check]),
  ])
    assert.deepEqual(JSON.parse(JSON.stringify(figure)), figure);
});

/** The first row of a PNG of 40 tiles of 6 × 6 dots: the colour of each pixel. */
function firstRow(png: Buffer): number[][] {
  const at = png.indexOf('IDAT');
  const bytes = inflateSync(png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4)));
  return Array.from({ length: 40 }, (_, x) => [...bytes.subarray(1 + x * 18, 4 + x * 18)]);
}
