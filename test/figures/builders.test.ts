import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Dataset, EMOTIONS } from '../../lib/data/dataset';
import { drawFaces } from '../../lib/data/faces';
import { calibration } from '../../lib/evaluation/calibration';
import { measure } from '../../lib/evaluation/metrics';
import { classBalance } from '../../lib/figures/class-balance';
import { classScores } from '../../lib/figures/class-scores';
import { confusionMatrix } from '../../lib/figures/confusion-matrix';
import { ferPlusVotes } from '../../lib/figures/ferplus-votes';
import type { Figure } from '../../lib/figures/figure';
import { gallery } from '../../lib/figures/gallery';
import { mistakeGallery } from '../../lib/figures/mistake-gallery';
import { reliability } from '../../lib/figures/reliability';
import { settingAccuracies } from '../../lib/figures/setting-accuracies';
import { ferPlusOn } from '../data/official';
import { reference } from '../evaluation/predictions';

/** One trace's columns, by the names asked for. */
function columns(figure: Figure, trace: number, ...names: string[]): unknown[] {
  const columns = figure.data[trace] as unknown as Record<string, unknown>;
  return names.map((name) => columns[name]);
}

const confusion = [...Array(7)].map((_, y) => [...Array(7)].map((_, x) => (x === y ? 3 : y === 0 && x === 6 ? 1 : 0)));

test('a confusion cell shows its share of the row and its count, in white on dark cells', () => {
  const [text, textfont, base] = columns(
    confusionMatrix({ confusion, classes: EMOTIONS }),
    0,
    'text',
    'textfont',
    'base',
  ) as [string[], { color: string[] }, number[]];
  assert.equal(text.length, 49);
  assert.deepEqual([text[0], text[6], text[48]], ['75.0<br>3', '25.0<br>1', '100.0<br>3']);
  assert.deepEqual([textfont.color[0], textfont.color[6]], ['white', '#262626']);
  assert.deepEqual([base[0], base[48]], [-0.5, 5.5]);
});

test('a matrix of counts has no shares; emotions without images have empty cells', () => {
  assert.equal(
    (columns(confusionMatrix({ confusion, classes: EMOTIONS }, { normalise: false }), 0, 'text')[0] as string[])[6],
    '1',
  );
  const none = confusion.map((row) => row.map(() => 0));
  assert.equal(
    (columns(confusionMatrix({ confusion: none, classes: EMOTIONS }), 0, 'text')[0] as string[])[0],
    '0.0<br>0',
  );
});

test('FER+ votes are shares of the votes on the images of a label', () => {
  const data = { ...drawFaces({ training: 3, publicTest: 0, privateTest: 0 }), labels: Uint8Array.of(0, 0, 3) };
  const votes = [
    [3, 0, 0, 0, 7, 0, 0, 0, 0, 0],
    [0, 0, 0, 0, 9, 0, 0, 0, 0, 1],
    [0, 10, 0, 0, 0, 0, 0, 0, 0, 0],
  ];
  const [text] = columns(ferPlusVotes(data, ferPlusOn(data, Uint8Array.from(votes.flat()))), 0, 'text');
  const rows = Array.from({ length: 7 }, (_, label) => (text as string[]).slice(10 * label, 10 * (label + 1)));
  assert.deepEqual(rows[0], ['15.0', '0.0', '0.0', '0.0', '80.0', '0.0', '0.0', '0.0', '0.0', '5.0']);
  assert.deepEqual([rows[3][1], rows[6][0]], ['100.0', '0.0']);
});

test('class balance stacks the splits', () => {
  const dataset: Dataset = {
    name: 'two',
    classes: EMOTIONS,
    size: 48,
    images: new Uint8Array(2 * 48 * 48),
    labels: Uint8Array.of(3, 3),
    splits: Uint8Array.of(0, 2),
    rows: Uint32Array.of(0, 1),
  };
  const figure = classBalance(dataset);
  const bars = [0, 1, 2].map((trace) => columns(figure, trace, 'name', 'y'));
  assert.deepEqual(bars, [
    ['Training', [0, 0, 0, 1, 0, 0, 0]],
    ['PublicTest', [0, 0, 0, 0, 0, 0, 0]],
    ['PrivateTest', [0, 0, 0, 1, 0, 0, 0]],
  ]);
  assert.deepEqual(columns(figure, 3, 'text'), [['0', '0', '0', '2', '0', '0', '0']]);
});

test('a reliability diagram omits empty bins from the curve but not from the histogram', () => {
  const figure = reliability(calibration(reference));
  const [curve] = columns(figure, 0, 'x') as [number[]];
  const [images] = columns(figure, 1, 'y') as [number[]];
  assert.equal(curve.length, reference.calibration.n.length);
  assert.equal(images.length, 15);
  assert.equal(figure.layout.annotations?.[0].text, 'ECE 11.6 %');
});

test('F1 bars end with the macro mean', () => {
  const [x, y] = columns(classScores(measure(reference)), 0, 'x', 'y') as [string[], number[]];
  assert.deepEqual(x.slice(-2), ['Neutral', 'Macro']);
  assert.ok(Math.abs(y[7] - 100 * reference.metrics.f1.macro) < 1e-6);
});

test('a gallery arranges images in rows, with captions below', () => {
  const { layout } = gallery(
    { images: new Uint8Array(3 * 48 * 48), size: 48 },
    { captions: ['a', 'b', 'c<br>d'], columns: 2, width: 2.8 },
  );
  const places = layout.annotations?.map(({ text, x, y }) => [text, x, y]);
  assert.deepEqual(places, [
    ['a', 0.5, 1],
    ['b', 1.5, 1],
    ['c<br>d', 0.5, 2.2],
  ]);
  assert.equal(layout.images?.length, 3);
});

test('a mistake shows its label above its prediction', () => {
  const pixels = 48 * 48;
  const dataset: Dataset = {
    name: 'two',
    classes: EMOTIONS,
    size: 48,
    images: new Uint8Array(2 * pixels).fill(255, pixels),
    labels: Uint8Array.of(2, 2),
    splits: Uint8Array.of(0, 0),
    rows: Uint32Array.of(0, 1),
  };
  const mistake = { index: 1, label: 'Fear', predicted: 'Sad', confidence: 0.875 } as const;
  const { layout } = mistakeGallery(dataset, [mistake]);
  assert.equal(layout.annotations?.[0].text, 'Fear<br>Sad 88 %');
  assert.equal(
    layout.images?.[0].source,
    gallery({ images: dataset.images.subarray(pixels), size: 48 }).layout.images?.[0].source,
  );
});

test('a gallery rejects half an image and a missing caption', () => {
  assert.throws(() => gallery({ images: new Uint8Array(100), size: 48 }), {
    message: 'images: 100; must be a multiple of 48 × 48 pixels',
  });
  assert.throws(
    () => gallery({ images: new Uint8Array(8), size: 2 }, { captions: ['a'] }),
    /^InputError: captions: 1; /,
  );
});

test('settings show mean ± deviation over their runs, a single run no deviation', () => {
  const figure = settingAccuracies([
    { setting: 'sgd', accuracies: [0.7, 0.72] },
    { setting: 'adam', accuracies: [0.69] },
  ]);
  assert.deepEqual(columns(figure, 1, 'y', 'text'), [
    [0, 1],
    ['71.00 ± 1.41', '69.00'],
  ]);
  assert.deepEqual(figure.layout.yaxis?.ticktext, ['sgd', 'adam']);
});

test('settings with two series have one line for each', () => {
  const figure = settingAccuracies([
    { setting: 'sgd', series: 'constant', accuracies: [0.7] },
    { setting: 'sgd', series: 'plateau', accuracies: [0.72] },
    { setting: 'adam', series: 'plateau', accuracies: [0.69] },
  ]);
  assert.deepEqual(columns(figure, 1, 'name', 'y', 'text'), ['constant', [-0.25], ['70.00']]);
  assert.deepEqual(columns(figure, 2, 'name', 'y', 'text'), ['plateau', [0.25, 1.25], ['72.00', '69.00']]);
});

test('a title adds its height on paper', () => {
  const title = 'PublicTest';
  const figures = [
    [confusionMatrix({ confusion, classes: EMOTIONS }), confusionMatrix({ confusion, classes: EMOTIONS }, { title })],
    [classScores(measure(reference)), classScores(measure(reference), { title })],
    [reliability(calibration(reference)), reliability(calibration(reference), { title })],
  ];
  for (const [bare, { layout }] of figures) {
    assert.equal(bare.layout.title, undefined);
    assert.deepEqual(layout.title, { text: 'PublicTest' });
    assert.equal(layout.meta.print.height, bare.layout.meta.print.height + 0.2);
  }
});

test('no builder sets a text size, since the export sets it for paper', () => {
  const figures = [
    confusionMatrix({ confusion, classes: EMOTIONS }),
    reliability(calibration(reference)),
    classScores(measure(reference)),
    gallery({ images: new Uint8Array(4), size: 2 }, { captions: ['a'] }),
  ];
  for (const { data, layout } of figures) {
    const { template, ...own } = layout;
    assert.ok(template);
    assert.doesNotMatch(JSON.stringify([data, own]), /"font":/);
  }
});
