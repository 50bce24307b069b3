import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type Dataset, EMOTIONS, imagesAt, PIXELS } from '../../lib/data/dataset';
import { defineDataset } from '../../lib/data/dataset-sources';
import { usedDataset } from '../../lib/data/load-dataset';
import { loadForEvaluation } from '../../lib/data/load-for-evaluation';
import { resized } from '../../lib/data/resize';
import { classifierFolder } from '../../lib/evaluation/classifiers/classifier-folder';
import type { ClassifierSettings } from '../../lib/evaluation/classifiers/classifier-settings';
import { crossFolder } from '../../lib/evaluation/cross/cross-folder';
import { crossImages } from '../../lib/evaluation/cross/cross-images';
import { crossLines } from '../../lib/evaluation/cross/describe-cross';
import { evaluateCross } from '../../lib/evaluation/cross/evaluate-cross';
import { evaluateOther } from '../../lib/evaluation/cross/evaluate-other';
import { matchClasses } from '../../lib/evaluation/cross/match-classes';
import { isOwnData } from '../../lib/evaluation/cross/own-data';
import { accuracyWithoutCopies, evaluationTitle, measured } from '../../lib/evaluation/describe';
import { evaluate } from '../../lib/evaluation/evaluate';
import { isOptimistic } from '../../lib/evaluation/metrics';
import { comparePairs } from '../../lib/evaluation/pairs';
import { evaluatedSplits, readEvaluation } from '../../lib/evaluation/stored';
import { evaluationFigures } from '../../lib/figures/evaluation-figures';
import { classTable, resultsTable } from '../../lib/figures/result-tables';
import { readReported } from '../../lib/report/reported-run';
import { results } from '../../lib/report/results-section';
import { openClassifier } from '../../lib/runs';
import type { Hyperparameters } from '../../lib/training/hyperparameters';
import { gray, write } from '../data/files';
import { temporaryFolder } from '../data/tables';
import { grayRun, grays } from './gray';

/** The training's images: one gray value each, of emotion `i % 7`. */
const data = grays([...Array<number>(14).fill(0), ...Array<number>(7).fill(1), ...Array<number>(7).fill(2)]);

/** The gray value that the network takes for emotion `k`. */
const grayOf = (k: number) => Math.round((255 * k) / 6);

/** Data of other class names: the class and the gray value of each image, and its split. */
function other(classes: readonly string[], images: readonly (readonly [string, number])[], splits?: number[]): Dataset {
  return {
    name: 'others',
    classes,
    size: 48,
    images: Uint8Array.from({ length: images.length * PIXELS }, (_, k) => images[Math.floor(k / PIXELS)][1]),
    labels: Uint8Array.from(images, ([name]) => classes.indexOf(name)),
    splits: Uint8Array.from(splits ?? images.map(() => 0)),
    rows: Uint32Array.from(images.keys()),
  };
}

/** Six images of known classes, of which the network takes `anger` 2 for Fear and `sadness` 5 for Neutral; one unknown. */
const images = other(
  ['anger', 'contempt', 'happiness', 'sadness'],
  [
    ['anger', grayOf(0)],
    ['anger', grayOf(2)],
    ['happiness', grayOf(3)],
    ['contempt', grayOf(3)],
    ['happiness', grayOf(3) + 1],
    ['sadness', grayOf(6)],
    ['sadness', grayOf(4)],
  ],
);
const trained = { classes: EMOTIONS, size: 48, name: 'gray' };

test('classes are matched by name in any case, then by synonyms, and never twice', () => {
  const rafdb = ['Surprise', 'fear', 'DISGUST', 'happiness', 'sadness', 'anger', 'neutral'];
  assert.deepEqual(matchClasses(rafdb, EMOTIONS), [5, 2, 1, 3, 4, 0, 6]);
  const others = ['surprised', 'fearful', 'disgusted', 'joy', 'Sad', 'Angry', 'neutrality', 'contempt'];
  assert.deepEqual(matchClasses(others, EMOTIONS), [5, 2, 1, 3, 4, 0, 6, undefined]);
  // RAVDESS has both: the one of the same name is the network's class, the synonym is left out.
  assert.deepEqual(matchClasses(['calm', 'neutral'], EMOTIONS), [undefined, 6]);
  assert.deepEqual(matchClasses(['calm'], EMOTIONS), [6]);
  assert.deepEqual(matchClasses(['neutral'], ['calm', 'neutral']), [1]);
  assert.deepEqual(matchClasses(['0', 'cat'], ['dog', 'Cat']), [undefined, 1]);
});

test('images of unknown classes are left out, the others get the labels of the network', () => {
  const { images: kept, size, ...facts } = crossImages(images, EMOTIONS, 'all');
  assert.deepEqual([...kept.labels], [0, 0, 3, 3, 4, 4]);
  assert.deepEqual([...kept.rows], [0, 1, 2, 4, 5, 6]);
  assert.equal(size, 7);
  assert.deepEqual(facts.left_out, { contempt: 1 });
  assert.deepEqual(facts.shared, ['Angry', 'Happy', 'Sad']);
  assert.deepEqual(facts.absent, ['Disgust', 'Fear', 'Surprise', 'Neutral']);
  assert.deepEqual(facts.named, { Angry: 'anger', Happy: 'happiness', Sad: 'sadness' });
  assert.throws(() => crossImages(images, EMOTIONS, 'PublicTest'), {
    message: 'split: PublicTest; must have images in others',
  });
  assert.throws(() => crossImages(images, ['cat', 'dog'], 'all'), {
    message: /^dataset: others; must share a class with the network \(cat, dog\), not anger, contempt, /,
  });
});

test('a network keeps all of its classes on other data; macro means cover those that the data have', async (t) => {
  const folder = grayRun(join(temporaryFolder(t), 'run'), data);
  const own = await evaluate(folder, { data });
  const before = readFileSync(join(folder.evaluation, 'PrivateTest.json'), 'utf8');
  const { evaluation, folder: place } = await evaluateCross(folder, { data: images, split: 'all', trained });
  assert.deepEqual([evaluation.n, evaluation.split_size], [6, 7]);
  assert.equal(evaluation.top1, 4 / 6); // one of Angry is taken for Fear, one of Sad for Neutral
  // Among Angry (0), Happy (3/6) and Sad (4/6), gray 2/6 is nearest to Happy, which is wrong, and 6/6 to Sad.
  assert.equal(evaluation.cross?.among_shared?.top1, 5 / 6);
  assert.ok(Math.abs(evaluation.recall.macro - (0.5 + 1 + 0.5) / 3) < 1e-12);
  assert.ok(Math.abs(evaluation.f1.macro - (2 / 3 + 1 + 2 / 3) / 3) < 1e-12);
  assert.equal(evaluation.recall.Neutral, 0);
  assert.deepEqual([evaluation.fitted, evaluation.selected_on], [[], null]);
  assert.ok(!isOptimistic(evaluation));

  // It is kept beside the run's own.
  assert.equal(readFileSync(join(folder.evaluation, 'PrivateTest.json'), 'utf8'), before);
  assert.deepEqual(evaluatedSplits(folder), ['PrivateTest']);
  assert.equal(place.evaluation, join(folder.path, 'evaluation', 'others'));
  assert.deepEqual(
    readEvaluation(crossFolder(folder, 'others'), 'all').evaluation,
    JSON.parse(JSON.stringify(evaluation)),
  );

  // It is marked wherever it is shown.
  const title = 'gray → others, n = 6 of 7: 66.67 % (30.00–90.32)';
  assert.equal(evaluationTitle(evaluation), title);
  assert.equal(measured(evaluation), 'gray → others, n = 6 of 7, ten crops, weights of epoch 2');
  assert.deepEqual(crossLines(evaluation), [
    'left out: 1 of contempt, which the network does not know; others has no Disgust, Fear, Surprise, Neutral, so predictions of it are wrong',
    'synonyms: anger is Angry, happiness is Happy, sadness is Sad',
    'top-1 among the 3 shared classes: 83.33 % (43.65–96.99)',
  ]);
  assert.deepEqual(crossLines(own.evaluation), []);
  assert.equal(resultsTable([{ name: 'a', evaluation }])[0].Split, 'gray → others');
  assert.deepEqual(
    classTable(evaluation).map(({ Class, Images }) => [Class, Images]),
    [
      ['Angry', 2],
      ['Happy', 2],
      ['Sad', 2],
      ['Macro mean', 6],
    ],
  );
  const stored = readEvaluation(place, 'all');
  const drawn = evaluationFigures(stored);
  assert.deepEqual(Object.keys(drawn), ['confusion-all', 'scores-all', 'reliability-all']);
  for (const figure of Object.values(drawn)) assert.match(JSON.stringify(figure.layout), /gray → others/);
  const section = JSON.stringify(results(readReported(folder)));
  assert.match(section, /PrivateTest.*gray → others.*trained on the first data set, evaluated on the second/s);
});

test('copies of the images that fitted or selected a network are omitted in the second accuracy', async (t) => {
  const training = grays([0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2]);
  for (let i = 0; i < 21; i++) training.images.fill(200, i * PIXELS, i * PIXELS + 24 * 48); // blank ones are no copies
  const folder = grayRun(join(temporaryFolder(t), 'run'), training);
  const shown = imagesAt(training, [1, 9, 16]); // of Training, PublicTest and PrivateTest
  const { evaluation } = await evaluateCross(folder, { data: shown, split: 'all', trained, training });
  assert.deepEqual([evaluation.without_copies?.removed, evaluation.without_copies?.n], [2, 1]);
  assert.match(
    String(accuracyWithoutCopies({ ...evaluation, cross: { ...evaluation.cross!, trained_on: 'x' } })),
    /^without the 2 of which x Training or PublicTest holds the same pixels, n = 1: /,
  );
});

test('networks of other class orders are compared on the images of other data', () => {
  const of = (classes: readonly string[], labels: number[], best: number[]) => {
    const probabilities = Float32Array.from(best.flatMap((k) => classes.map((_, i) => (i === k ? 1 : 0))));
    return { predictions: { classes, labels: Uint8Array.from(labels), probabilities }, rows: Uint32Array.of(0, 1, 2) };
  };
  const a = { name: 'a', ...of(['Angry', 'Happy'], [0, 1, 1], [0, 1, 0]) };
  const b = { name: 'b', ...of(['happiness', 'anger'], [1, 0, 0], [0, 0, 0]) };
  const [{ onlyA, onlyB }] = comparePairs([a, b]);
  assert.deepEqual([onlyA, onlyB], [1, 1]);
  const c = { name: 'c', ...of(['happiness', 'anger'], [0, 1, 1], [0, 1, 0]) };
  assert.throws(() => comparePairs([a, c]), { message: 'c: 3 images; must be evaluated on the 3 images of a' });
});

test('a folder is evaluated by its test split, or as a whole, at the size of the network', async (t) => {
  const folder = grayRun(join(temporaryFolder(t), 'run'), data, { dataset: 'fer2013', path: 'missing' });
  const classifier = openClassifier(folder.path);
  const split = write(t, {
    'train/joy/1.png': await gray(1),
    'train/rage/2.png': await gray(2),
    'test/joy/3.png': await gray(grayOf(3)),
    'test/rage/4.png': await gray(4),
  });
  const first = await classifier.evaluate({ dataset: split });
  assert.deepEqual([first.evaluation.split, first.evaluation.n, first.evaluation.top1], ['PrivateTest', 1, 1]);
  assert.deepEqual(first.evaluation.cross?.left_out, { rage: 1 });
  const whole = write(t, { 'joy/1.png': await gray(grayOf(3)), 'rage/2.png': await gray(2) });
  const second = await classifier.evaluate({ dataset: whole });
  assert.deepEqual([second.evaluation.split, second.evaluation.n], ['all', 1]);
  assert.equal(classifier.crossEvaluations.length, 2);
  const { data: large, usual } = await loadForEvaluation({ dataset: whole, image_size: 96 });
  assert.deepEqual([large.size, usual], [96, 'all']);
  await assert.rejects(classifier.evaluate({ split: 'all' }), { message: /^split: all; must be used with another/ });
});

test('an ensemble may know other data if one of its members was pretrained on it, or on an unknown run', async (t) => {
  const parent = temporaryFolder(t);
  const dataset = write(t, { 'joy/1.png': await gray(grayOf(3)), 'rage/2.png': await gray(2) });
  const run = (name: string, settings: Partial<Hyperparameters> = {}) =>
    grayRun(join(parent, name), data, { dataset: 'fer2013', path: 'missing', ...settings }).path;
  const grandparent = run('grandparent', { dataset });
  const [plain, tuned, again, lost, other] = [
    run('plain'),
    run('tuned', { pretrained: grandparent }),
    run('again', { pretrained: join(parent, 'tuned') }),
    run('lost', { pretrained: join(parent, 'nowhere') }),
    run('other', { pretrained: join(parent, 'plain') }),
  ];
  const selectedOn = async (...members: string[]) => {
    const folder = classifierFolder(members.join(','), join(parent, 'ensemble'));
    return (await evaluateOther(folder, { dataset, views: 'center' })).evaluation.selected_on;
  };
  assert.equal(await selectedOn(plain, other), null);
  for (const member of [tuned, again, lost]) assert.equal(await selectedOn(plain, member), 'unknown', member);
  await assert.rejects(selectedOn(plain, grandparent), {
    message: `dataset: ${dataset}; is that of gray: evaluate the members one by one`,
  });
});

test('data of a fixed size is resized by areas', async () => {
  const tiny = { ...other(['a'], [['a', 0]]), size: 2, images: Uint8Array.of(0, 100, 50, 250) };
  assert.deepEqual([...resized(tiny, 4).images], [0, 0, 100, 100, 0, 0, 100, 100, 50, 50, 250, 250, 50, 50, 250, 250]);
  assert.deepEqual([...resized(tiny, 1).images], [100]);
  defineDataset('tiny', { citation: 'A test, 2026.', load: async () => ({ data: tiny, form: 'tiny', notices: [] }) });
  const { data: larger } = await loadForEvaluation({ dataset: 'tiny', path: '.', image_size: 4 });
  assert.equal(larger.images.length, 16);
});

test('imported weights, whose data is unknown, are on their own data where `auto` finds it', () => {
  const settings = (environment: object) =>
    ({ data: { dataset: 'auto', path: '' }, run: { environment } }) as unknown as ClassifierSettings;
  const found = usedDataset('auto', '');
  const imported = settings({ imported: { selected_on: 'PrivateTest' }, data: { name: 'unknown' } });
  assert.ok(isOwnData(imported, found));
  assert.ok(!isOwnData(imported, 'ckplus'));
  assert.ok(isOwnData(settings({ data: { name: 'ckplus' } }), 'ckplus'));
});
