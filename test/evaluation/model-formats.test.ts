import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { chosenOutput, isFileIn } from '../../lib/evaluation/model-files/model-file';
import { modelFormat } from '../../lib/evaluation/model-files/model-format';
import { temporaryFolder } from '../data/tables';

test('the output with the scores is the only one, the one that the preprocess file names, or that of their kind', () => {
  const chosen = (names: readonly string[], output_name?: string) =>
    chosenOutput(names, { output: 'probabilities', output_name }, 'a.onnx');
  assert.equal(chosen(['anything']), 'anything');
  assert.equal(chosen(['other', 'probabilities']), 'probabilities');
  assert.equal(chosen(['probabilities', 'mine'], 'mine'), 'mine');
  const refused = (message: string, names: readonly string[], output_name?: string) =>
    assert.throws(() => chosen(names, output_name), { name: 'InputError', message });
  refused('a.onnx: outputs "anything"; must have mine', ['anything'], 'mine');
  refused('a.onnx: outputs "x", "y"; set "output_name" in the preprocess file', ['x', 'y']);
  refused('a.onnx: outputs "a", "b", "c", "d", "e", "f", "g", "h"; set "output_name" in the preprocess file', [
    ...'abcdefghi',
  ]);
});

test('a file of a model is in its folder: no folder, and no link to elsewhere', (t) => {
  const folder = temporaryFolder(t);
  const inner = join(folder, 'model');
  mkdirSync(join(inner, 'deeper'), { recursive: true });
  for (const path of [join(folder, 'outside'), join(inner, 'inside')]) writeFileSync(path, '');
  symlinkSync(join(folder, 'outside'), join(inner, 'link'));
  symlinkSync(join(inner, 'inside'), join(inner, 'alias'));
  const found = ['inside', 'alias', 'link', 'deeper', 'nothing', '../outside'].filter((name) => isFileIn(inner, name));
  assert.deepEqual(found, ['inside', 'alias']);
});

test('a model’s format is recognised by its first bytes', (t) => {
  const folder = temporaryFolder(t);
  const path = join(folder, 'm');
  const formatOf = (content: string | Uint8Array) => {
    writeFileSync(path, content);
    return modelFormat(path);
  };
  assert.equal(modelFormat(folder), undefined);
  assert.equal(formatOf(''), undefined);
  assert.equal(formatOf('{"modelTopology": {}}'), 'tfjs');
  assert.equal(formatOf('{"modelTopology"}'), undefined);
  assert.equal(formatOf(' {"modelTopology": {}}'), undefined);
  // ONNX: field 1 (varint), the version; then any of the known fields, as 2 (bytes), the producer.
  assert.equal(formatOf(Uint8Array.of(0x08, 9)), 'onnx');
  assert.equal(formatOf(Uint8Array.of(0x08, 9, 0x12, 1, 65)), 'onnx');
  assert.equal(formatOf(Uint8Array.of(0x08, 9, 0x12, 100, 65)), 'onnx', 'a field may continue beyond the head');
  assert.equal(formatOf(Uint8Array.of(0x12, 1, 65)), undefined);
  /** A file whose second field has this number; its tag takes two bytes from 16 on. */
  const field = (number: number) =>
    Uint8Array.of(0x08, 9, ...(number < 16 ? [number << 3] : [((number << 3) & 127) | 128, number >> 4]), 1);
  for (let number = 1; number < 30; number++) {
    const isKnown = [1, 2, 3, 4, 5, 6, 7, 8, 14, 20, 25, 26].includes(number);
    assert.equal(formatOf(field(number)), isKnown ? 'onnx' : undefined, `field ${number}`);
  }
  const keras = (at: number, ...names: string[]) => Buffer.from(`PK${' '.repeat(at)}${names.join(' ')}`);
  for (const content of [Buffer.from('\x89HDF', 'latin1'), keras(0, 'metadata.json', 'config.json')])
    assert.throws(() => formatOf(content), /^InputError: m: a Keras model; must be exported to ONNX first/);
  assert.throws(() => formatOf(keras(4000, 'metadata.json', 'config.json')), /a Keras model/);
  assert.equal(formatOf(keras(0, 'metadata.json')), undefined);
  assert.equal(formatOf(keras(0, 'config.json')), undefined);
  assert.equal(formatOf('Pmetadata.json config.json'), undefined);
});
