import assert from 'node:assert/strict';
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { importModel } from '../../lib/evaluation/model-files/import-model';
import { modelFormat } from '../../lib/evaluation/model-files/model-format';
import { inspectOnnx } from '../../lib/evaluation/model-files/onnx-inspection';
import { bytes, integer, integers, message, text } from '../../lib/models/weights/onnx/protobuf';
import { runFolder } from '../../lib/training/run-folder';
import { temporaryFolder } from '../data/tables';
import { easyData } from '../training/small';

const data = easyData();
const place = { dataset: 'faces', path: '', seed: 0 };

/** An ONNX model of some nodes and weights. */
function onnx(parts: { nodes?: Uint8Array[]; weights?: Uint8Array[]; domain?: string }): Buffer {
  const { nodes = [], weights = [], domain = '' } = parts;
  const graph = message(7, [...nodes, ...weights]);
  return Buffer.concat([integer(1, 8), graph, message(8, [text(1, domain), integer(2, 17)])]);
}

const weight = (...fields: Uint8Array[]) => message(5, [integer(2, 1), ...fields]);
const external = (location: string) => message(13, [text(1, 'location'), text(2, location)]);

test('an ONNX file with external data outside its folder, custom operations or a bomb is refused in one line', async (t: TestContext) => {
  const folder = join(temporaryFolder(t), 'models');
  mkdirSync(folder);
  const path = join(folder, 'm.onnx');
  writeFileSync(join(folder, 'weights.bin'), Buffer.alloc(8));
  writeFileSync(join(folder, '..', 'outside.bin'), Buffer.alloc(8));
  const inspect = (model: Uint8Array) => inspectOnnx(Buffer.from(model), path);
  const refused = (model: Uint8Array, line: RegExp) =>
    assert.throws(
      () => inspect(model),
      (error: Error) => line.test(`${error}`) && !`${error}`.includes('\n'),
    );

  assert.deepEqual(inspect(onnx({ weights: [weight(integers(1, [2]), external('weights.bin'))] })).external, [
    'weights.bin',
  ]);
  assert.equal(
    inspect(onnx({ weights: [weight(integers(1, [3, 4])), weight(bytes(1, Uint8Array.of(5, 2)))] })).parameters,
    12 + 10,
  );
  for (const location of ['../outside.bin', '/etc/passwd', 'a/../../outside.bin', 'sub/weights.bin', '..'])
    refused(
      onnx({ weights: [weight(integers(1, [2]), external(location))] }),
      /^InputError: m\.onnx: weights in ".*"; must be in a file beside it$/,
    );
  refused(onnx({ weights: [weight(external('none.bin'))] }), /must be beside it, but the file is missing$/);
  symlinkSync(join('..', 'outside.bin'), join(folder, 'link.bin'));
  mkdirSync(join(folder, 'folder.bin'));
  for (const location of ['link.bin', 'folder.bin'])
    refused(
      onnx({ weights: [weight(external(location))] }),
      /^InputError: m\.onnx: weights in ".*"; must be in a file beside it$/,
    );
  const node = (...fields: Uint8Array[]) => message(1, fields);
  refused(
    onnx({ domain: 'evil.ops' }),
    /^InputError: m\.onnx: operations of "evil\.ops"; must use ONNX operations only$/,
  );
  refused(onnx({ nodes: [node(text(4, 'Run'), text(7, 'evil'))] }), /operations of "evil"/);
  refused(
    onnx({ nodes: [node(text(4, 'Loop'))] }),
    /^InputError: m\.onnx: operation Loop; must not repeat operations$/,
  );
  const hidden = node(text(4, 'If'), message(5, [message(6, [node(text(4, 'Scan'))])]));
  refused(onnx({ nodes: [hidden] }), /operation Scan/);
  refused(Buffer.concat([onnx({}), message(25, [])]), /functions of its own/);
  refused(
    onnx({ weights: [weight(integers(1, [2 ** 20, 2 ** 20]))] }),
    /^InputError: m\.onnx: a tensor of 1099511627776 elements; must have at most 268435456$/,
  );
  let nested = message(6, []);
  for (let i = 0; i < 20; i++) nested = message(6, [node(message(5, [nested]))]);
  refused(onnx({ nodes: [node(message(5, [nested]))] }), /graphs nested deeper than 16/);
  refused(onnx({}).subarray(0, 3), /^InputError: m\.onnx: .*; must be an ONNX model$/);
  refused(Buffer.from([8, 8]), /no graph; must be an ONNX model$/);
  writeFileSync(path, onnx({ nodes: [node(text(4, 'Identity'), text(1, 'x'), text(2, 'y'))] }));
  assert.equal(modelFormat(path), 'onnx');
  await assert.rejects(
    importModel(runFolder('m', join(folder, 'run')), path, 'onnx', { name: 'm', data, place }),
    /^InputError: m\.onnx: /,
  );
  assert.ok(!existsSync(join(folder, 'run')));
});

test('an ONNX model that computes a tensor of 2³² elements is refused in one line', async (t) => {
  const folder = temporaryFolder(t);
  const int64s = (name: string, ...values: number[]) =>
    weightOf(7, name, values.length, Buffer.from(BigInt64Array.from(values, BigInt).buffer));
  const weightOf = (type: number, name: string, size: number, raw: Buffer) =>
    message(5, [integers(1, [size]), integer(2, type), text(8, name), bytes(9, raw)]);
  const node = (type: string, inputs: string[], output: string) =>
    message(1, [...inputs.map((input) => text(1, input)), text(2, output), text(4, type)]);
  const dimension = (size: number) => message(1, [integer(1, size)]);
  const value = (field: number, name: string, sizes: number[]) =>
    message(field, [
      text(1, name),
      message(2, [message(1, [integer(1, 1), ...(sizes.length > 0 ? [message(2, sizes.map(dimension))] : [])])]),
    ]);
  const graph = message(7, [
    node('Tile', ['one', 'size'], 'big'),
    node('ReduceMax', ['big'], 'most'),
    node('Add', ['x', 'most'], 'y'),
    text(2, 'bomb'),
    weightOf(1, 'one', 1, Buffer.from(Float32Array.of(1).buffer)),
    int64s('size', 2 ** 32),
    value(11, 'x', [8, 1, 48, 48]),
    value(12, 'y', [8, 1, 48, 48]),
  ]);
  const path = join(folder, 'm.onnx');
  writeFileSync(path, Buffer.concat([integer(1, 8), graph, message(8, [text(1, ''), integer(2, 13)])]));
  await assert.rejects(
    importModel(runFolder('m', join(folder, 'run')), path, 'onnx', { name: 'm', data, place }),
    (error: Error) =>
      /^InputError: m\.onnx: Tile output tensor .*; must be a model that onnxruntime runs$/.test(`${error}`),
  );
  assert.ok(!existsSync(join(folder, 'run')));
});

test('parameters are the elements of tensors of floats, whose sizes may be packed in several bytes each', () => {
  const tensor = (type: number, ...sizes: Uint8Array[]) => message(5, [integer(2, type), ...sizes]);
  const count = (...weights: Uint8Array[]) => inspectOnnx(onnx({ weights }), 'm.onnx').parameters;
  // 200 is c8 01, 16,384 is 80 80 01.
  assert.equal(count(tensor(1, bytes(1, Uint8Array.of(0xc8, 0x01, 0x03)))), 600);
  assert.equal(count(tensor(1, bytes(1, Uint8Array.of(0x80, 0x80, 0x01, 0x02)))), 32_768);
  // Floats are float 1, half 10, double 11 and bfloat16 16; a single number has no sizes.
  for (let type = 1; type <= 16; type++)
    assert.equal(count(tensor(type, integer(1, 7))), [1, 10, 11, 16].includes(type) ? 7 : 0, `type ${type}`);
  assert.equal(count(tensor(1), tensor(1, integers(1, [2])), tensor(11, integers(1, [3, 4]))), 1 + 2 + 12);
  assert.equal(count(tensor(1, integers(1, [2 ** 14, 2 ** 14]))), 2 ** 28);
  assert.throws(() => count(tensor(1, integers(1, [2 ** 28 + 1]))), {
    message: 'm.onnx: a tensor of 268435457 elements; must have at most 268435456',
  });
});
