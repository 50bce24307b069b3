import assert from 'node:assert/strict';
import { test } from 'node:test';
import { labelNames } from '../../lib/data/forms/labels';
import { inputsOf } from '../../lib/evaluation/model-files/inputs';
import { modelClasses, readPreprocess } from '../../lib/evaluation/model-files/preprocess';
import { temporaryFile } from '../data/tables';

const names = labelNames(['Angry', 'Happy', 'Sad']);

test('every entry of a preprocess file accepts values up to its limits and rejects others by name', (t) => {
  const read = (entries: object) => readPreprocess(temporaryFile(t, 'p.json', JSON.stringify(entries)), names);
  const three = { channels: 3 };
  for (const [key, accepted, rejected, constraint, others = {}] of [
    ['size', [8, 1024], [7, 1025, 8.5, '8'], 'must be an integer in 8–1024'],
    ['resize', ['bilinear', 'bilinear_corner'], ['area', 1], 'must be bilinear or bilinear_corner'],
    ['channels', [1, 3], [0, 2, 4, '3'], 'must be 1 or 3'],
    ['layout', ['NHWC', 'NCHW'], ['HWC'], 'must be NHWC or NCHW'],
    ['scale', [-1, 0.5], [0, '1', null], 'must be a number other than 0'],
    ['mean', [[0.5], [1, 2, 3]], [[1, 2], [1, 2, '3'], 'x', []], 'must be a number, or one per channel', three],
    [
      'deviation',
      [[0.5], [1, 2, 3]],
      [[1, 0, 1], 0, [1, 2]],
      'must be a number other than 0, or one per channel',
      three,
    ],
    ['output', ['probabilities', 'logits'], ['scores'], 'must be probabilities or logits'],
    ['output_name', ['dense'], [1], 'must be a name'],
    ['classes', [['sad', 'happy', 'angry']], ['sad', ['sad', 1]], 'must be names'],
  ] as const) {
    for (const value of accepted)
      assert.deepEqual((read({ ...others, [key]: value }) as unknown as Record<string, unknown>)[key], value);
    for (const value of rejected)
      assert.throws(
        () => read({ ...others, [key]: value }),
        (error: Error) => error.message.startsWith(`p.json, ${key}: `) && error.message.endsWith(`; ${constraint}`),
        `${key}=${JSON.stringify(value)}`,
      );
  }
  assert.deepEqual(read({ mean: 2, deviation: 3 }), { ...readPreprocess(undefined, names), mean: [2], deviation: [3] });
  assert.deepEqual(readPreprocess(undefined, names), {
    ...{ resize: 'bilinear', channels: 1, scale: 1 / 255, output: 'probabilities', mean: [0], deviation: [1] },
  });
  for (const text of ['null', '3', '[]'])
    assert.throws(
      () => readPreprocess(temporaryFile(t, 'p.json', text), names),
      /^InputError: p\.json: .* JSON object$/,
    );
});

test('a model has each class of the data once; others follow them', () => {
  const classes = (...given: string[]) => modelClasses({ classes: given }, names);
  assert.deepEqual(modelClasses({}, names), { classes: ['Angry', 'Happy', 'Sad'], outputs: [0, 1, 2] });
  assert.deepEqual(classes('contempt', 'sadness', 'Angry', 'calm', 'joy'), {
    ...{ classes: ['Angry', 'Happy', 'Sad', 'contempt', 'calm'], outputs: [2, 4, 1, 0, 3] },
  });
  const message = (given: string) => ({
    message: `classes, classes: ${given}; must contain Angry, Happy, Sad once, in any order`,
  });
  assert.throws(() => classes('angry', 'happy'), message('angry,happy'));
  assert.throws(() => classes('angry', 'happy', 'sad', 'joy'), message('angry,happy,sad,joy'));
  assert.throws(() => classes('angry', 'happy', 'sad', 'x', 'X'), message('angry,happy,sad,x,X'));
});

test('a face of a model’s own size is not resized, and each channel has its mean and deviation', () => {
  const faces = Uint8Array.of(0, 100, 200, 40);
  const preprocess = { ...readPreprocess(undefined, names), layout: 'NHWC', scale: 1 } as const;
  assert.deepEqual([...inputsOf(faces, 2, { ...preprocess, size: 2, resize: 'bilinear_corner' }).values], [...faces]);
  const { values, shape } = inputsOf(faces, 1, { ...preprocess, channels: 3, mean: [0, 20, 40], deviation: [1, 2, 4] });
  assert.deepEqual(shape, [4, 1, 1, 3]);
  assert.deepEqual([...values.subarray(0, 6)], [0, -10, -10, 100, 40, 15]);
  const repeated = inputsOf(faces, 2, { ...preprocess, channels: 3 });
  assert.deepEqual(repeated.shape, [1, 2, 2, 3]);
  assert.deepEqual(
    [...repeated.values],
    [...faces].flatMap((gray) => [gray, gray, gray]),
  );
  const { shape: enlarged } = inputsOf(faces, 2, { ...preprocess, size: 4, layout: 'NCHW' });
  assert.deepEqual(enlarged, [1, 1, 4, 4]);
});
