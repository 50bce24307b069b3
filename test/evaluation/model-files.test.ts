import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type Dataset, PIXELS, SPLITS } from '../../lib/data/dataset';
import { labelNames } from '../../lib/data/forms/labels';
import { evaluate } from '../../lib/evaluation/evaluate';
import { importModel } from '../../lib/evaluation/model-files/import-model';
import { inputsOf } from '../../lib/evaluation/model-files/inputs';
import { loadModel } from '../../lib/evaluation/model-files/load-model';
import { modelFormat } from '../../lib/evaluation/model-files/model-format';
import { predictWithFile } from '../../lib/evaluation/model-files/predict-with-file';
import { modelClasses, readPreprocess } from '../../lib/evaluation/model-files/preprocess';
import { classTable } from '../../lib/figures/result-tables';
import { exportRun } from '../../lib/runs/export-run';
import { tf } from '../../lib/runtime';
import { runFolder } from '../../lib/training/run-folder';
import { temporaryFile, temporaryFolder } from '../data/tables';
import { easyData, runner } from '../training/small';
import { close } from './predictions';

const data = easyData();
const place = { dataset: 'faces', path: '', seed: 0 };

test('exported ONNX and tfjs models give the predictions of their run', async (t) => {
  const parent = temporaryFolder(t);
  const model_save_dir = join(parent, 'run');
  const settings = { network: 'small', name: 'test', n_epochs: 1, bs: 16, lr: 0.05, precision: 'float32' } as const; // as exported
  const { folder } = await runner(settings, data)({}, { model_save_dir });
  await exportRun(folder, { formats: ['onnx', 'tfjs'] });
  const run = await evaluate(folder, { data, views: 'center' });
  // Exported graphs take gray values 0–255 and scale them themselves.
  const preprocess = temporaryFile(t, 'p.json', JSON.stringify({ scale: 1, output: 'logits' }));
  const facts = { trained_on: ['Training'], selected_on: 'PublicTest' } as const;
  for (const [format, file, layout] of [
    ['onnx', 'test.onnx', 'NCHW'],
    ['tfjs', 'tfjs/model.json', 'NHWC'],
  ] as const) {
    const path = join(folder.path, 'export', file);
    assert.equal(modelFormat(path), format);
    const imported = runFolder(format, join(parent, format));
    await importModel(imported, path, format, { name: format, data, place, preprocess, facts });
    const { evaluation, predictions } = await evaluate(imported, { data });
    close([...predictions.probabilities], [...run.predictions.probabilities], 1e-5);
    assert.deepEqual(
      [evaluation.crops, evaluation.selected_on, evaluation.fitted],
      ['whole', 'PublicTest', ['Training']],
    );
    const wrong = temporaryFile(t, 'w.json', JSON.stringify({ scale: 1, size: 40, layout }));
    await assert.rejects(
      importModel(runFolder('w', join(parent, 'w')), path, format, { name: 'w', data, place, preprocess: wrong }),
      /^InputError: /,
    );
    const probabilities = temporaryFile(t, 'q.json', JSON.stringify({ scale: 1, output_name: 'logits' }));
    await assert.rejects(
      importModel(runFolder('w', join(parent, 'w')), path, format, {
        name: 'w',
        data,
        place,
        preprocess: probabilities,
      }),
      /^InputError: (test\.onnx|model\.json), face \d: .*; these look like logits: set "output": "logits" in the preprocess file for their softmax$/,
    );
    assert.ok(!existsSync(join(parent, 'w')));
    await assert.rejects(
      importModel(imported, path, format, { name: format, data, place, preprocess }),
      /is already a run/,
    );
    writeFileSync(join(imported.path, 'model', file.split('/').at(-1)!), 'x');
    await assert.rejects(evaluate(imported, { data }), /: changed; must be the imported file$/);
  }
});

/** Random weights of a small Keras model and its probabilities, by `keras_reference.py`. */
const KERAS: { face: number[]; probabilities: number[] } = JSON.parse(
  readFileSync(join(__dirname, 'keras_reference.json'), 'utf8'),
);

test('an ONNX model that Keras exported gives the probabilities of Keras', async (t) => {
  const path = join(__dirname, 'keras.onnx');
  assert.equal(modelFormat(path), 'onnx');
  const preprocess = readPreprocess(
    temporaryFile(t, 'p.json', JSON.stringify({ layout: 'NHWC' })),
    labelNames(data.classes),
  );
  const model = await loadModel('onnx', path, preprocess);
  t.after(() => model.dispose());
  const face: Dataset = { ...data, size: 8, images: Uint8Array.from(KERAS.face), labels: Uint8Array.of(0) };
  const { probabilities } = await predictWithFile(model, 'keras.onnx', preprocess, face);
  close([...probabilities], KERAS.probabilities, 1e-6);
});

test('a model that knows contempt as well is evaluated with its eight classes', async (t) => {
  const folder = temporaryFolder(t);
  const classes = ['Contempt', ...data.classes];
  const bias = classes.map((_, i) => (i === 0 ? 9 : i / 10)); // contempt for every image
  const path = await layersModel(folder, { slopes: classes.map(() => 0), bias, batch: 5 });
  const preprocess = temporaryFile(t, 'p.json', JSON.stringify({ output: 'logits', classes }));
  const run = runFolder('eight', join(folder, 'run'));
  await importModel(run, path, 'tfjs', { name: 'eight', data, place, preprocess });
  const { evaluation, predictions } = await evaluate(run, { data });
  assert.deepEqual(predictions.classes, [...data.classes, 'Contempt']);
  assert.deepEqual([evaluation.top1, evaluation.n, evaluation.confusion[0][7]], [0, 21, 3]);
  // Macro means, tables and figures cover the classes of the data.
  assert.deepEqual(
    classTable(evaluation).map((row) => row.Class),
    [...data.classes, 'Macro mean'],
  );
  const other = temporaryFile(
    t,
    'q.json',
    JSON.stringify({ classes: classes.map((name) => name.replace('Sad', 'Sed')) }),
  );
  await assert.rejects(
    importModel(runFolder('w', join(folder, 'w')), path, 'tfjs', { name: 'w', data, place, preprocess: other }),
    /^InputError: q\.json, classes: .*; must contain Angry, .* once, in any order$/,
  );
});

/** Writes a tfjs layers model whose logits are linear in the mean gray value, 0–1. @returns the path of its JSON */
async function layersModel(
  folder: string,
  { slopes, bias, batch }: { slopes: number[]; bias: number[]; batch?: number },
): Promise<string> {
  const model = tf.sequential();
  const shape = [data.size, data.size, 1];
  const first = batch === undefined ? { inputShape: shape } : { batchInputShape: [batch, ...shape] };
  model.add(tf.layers.globalAveragePooling2d(first));
  model.add(tf.layers.dense({ units: slopes.length, name: 'lin' }));
  model.getLayer('lin').setWeights([tf.tensor2d([slopes]), tf.tensor1d(bias)]);
  await model.save(
    tf.io.withSaveHandler(async ({ modelTopology, weightSpecs, weightData }) => {
      const weightsManifest = [{ paths: ['w.bin'], weights: weightSpecs }];
      const json = { format: 'layers-model', modelTopology, weightsManifest };
      writeFileSync(join(folder, 'model.json'), JSON.stringify(json));
      writeFileSync(join(folder, 'w.bin'), Buffer.from(weightData as ArrayBuffer));
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
    }),
  );
  model.dispose();
  return join(folder, 'model.json');
}

test('a tfjs layers model is imported with its classes in another order', async (t) => {
  const folder = temporaryFolder(t);
  const slopes = [1, 0, -1, 2, 0, 0, 0];
  const path = await layersModel(folder, { slopes, bias: [0, 0, 0, 0, 0.5, 0, 0] });
  assert.equal(modelFormat(path), 'tfjs');
  const classes = [...data.classes].reverse();
  const preprocess = temporaryFile(t, 'p.json', JSON.stringify({ output: 'logits', classes }));
  const run = runFolder('layers', join(folder, 'run'));
  await importModel(run, path, 'tfjs', { name: 'layers', data, place, preprocess });
  const { predictions } = await evaluate(run, { data, split: 'PublicTest' });
  const [first] = [...data.splits.keys()].filter((i) => SPLITS[data.splits[i]] === 'PublicTest');
  const face = data.images.subarray(first * PIXELS, (first + 1) * PIXELS);
  const gray = face.reduce((sum, value) => sum + value / 255, 0) / PIXELS;
  const powers = slopes.map((slope, i) => Math.exp(slope * gray + (i === 4 ? 0.5 : 0))).reverse();
  const total = powers.reduce((sum, power) => sum + power, 0);
  close(
    [...predictions.probabilities.subarray(0, 7)],
    powers.map((power) => power / total),
    1e-5,
  );
});

test('faces are resized, scaled and laid out as the preprocess file says', () => {
  const faces = Uint8Array.of(0, 100, 200, 40);
  const defaults = readPreprocess(undefined, labelNames(data.classes));
  const inputs = (changes: object) => inputsOf(faces, 2, { ...defaults, layout: 'NHWC', ...changes });
  close([...inputs({}).values], [0, 100 / 255, 200 / 255, 40 / 255], 1e-7);
  close([...inputs({ scale: 0.01, mean: [0.5], deviation: [2] }).values], [-0.25, 0.25, 0.75, -0.05], 1e-7);
  const three = inputs({ channels: 3, scale: 1, mean: [0, 1, 2], layout: 'NCHW' });
  assert.deepEqual([...three.values], [0, 100, 200, 40, -1, 99, 199, 39, -2, 98, 198, 38]);
  assert.deepEqual(three.shape, [1, 3, 2, 2]);
  // By hand: centres of four pixels lie at −¼, ¼, ¾, 1¼ of two; with corners aligned to the left, at 0, ½, 1, 1½.
  const row = (resize: string) => [...inputs({ size: 4, scale: 1, resize }).values.subarray(0, 4)];
  close(row('bilinear'), [0, 25, 75, 100], 1e-4);
  close(row('bilinear_corner'), [0, 50, 100, 100], 1e-4);
});

test('a preprocess file is checked', (t) => {
  const read = (json: unknown) => () =>
    readPreprocess(
      temporaryFile(t, 'p.json', typeof json === 'string' ? json : JSON.stringify(json)),
      labelNames(data.classes),
    );
  assert.throws(read('{'), /^InputError: p\.json: damaged; must be JSON$/);
  assert.throws(read([1]), /^InputError: p\.json: "\[1\]"; must be a JSON object$/);
  assert.throws(read({ sizes: 3 }), /^InputError: p\.json: "sizes"; must be one of size, resize, /);
  assert.throws(read({ size: 3 }), /^InputError: p\.json, size: "3"; must be an integer in 8–1024$/);
  assert.throws(read({ deviation: [1, 0, 1] }), /^InputError: p\.json, deviation: .*; must be a number other than 0/);
  assert.throws(
    read({ mean: [1, 2, 3] }),
    /^InputError: p\.json, mean: 1,2,3; must be one number, since channels is 1$/,
  );
  assert.throws(
    read({ classes: ['angry', 'happy'] }),
    /^InputError: p\.json, classes: angry,happy; must contain Angry, /,
  );
  const synonyms = ['joy', 'Anger', 'disgust', 'fear', 'sadness', 'surprised', 'calm', 'Contempt'];
  const names = labelNames(data.classes);
  assert.deepEqual(modelClasses({ classes: synonyms }, names).outputs, [1, 2, 3, 0, 4, 5, 6, 7]);
  assert.throws(() => modelClasses({ classes: [...synonyms, 'contempt'] }, names), /once, in any order$/);
  assert.throws(
    () => readPreprocess('/nowhere/p.json', labelNames(data.classes)),
    /^InputError: preprocess: \/nowhere\/p\.json; must be a file$/,
  );
});

test('a tfjs model with weights outside its folder, and Keras files, are refused', async (t) => {
  const file = (content: string | Uint8Array, name = 'model.json') => temporaryFile(t, name, content);
  const model = (paths: string[]) =>
    JSON.stringify({ format: 'graph-model', modelTopology: {}, weightsManifest: [{ paths, weights: [] }] });
  const run = runFolder('m', join(temporaryFolder(t), 'run'));
  const refused = (path: string, line: RegExp) =>
    assert.rejects(importModel(run, path, 'tfjs', { name: 'm', data, place }), line);
  await refused(
    file(model(['../weights.bin'])),
    /^InputError: model\.json: weights "\.\.\/weights\.bin"; must be a file beside it$/,
  );
  await refused(file(model(['weights.bin'])), /^InputError: path: .*weights\.bin; must be a file or folder$/);
  await refused(file(model([])), /^InputError: model\.json: .*; must be a model that tfjs can run on these faces$/);
  assert.equal(modelFormat(file(model([]))), 'tfjs');
  assert.throws(
    () => modelFormat(file(Buffer.from('\x89HDF\r\n\x1a\n', 'latin1'), 'm.h5')),
    /^InputError: m\.h5: a Keras model; must be exported to ONNX first \(docs\/commands\.md, import\)$/,
  );
  assert.equal(modelFormat(file('index,label\n')), undefined);
  assert.ok(!existsSync(run.path));
});
