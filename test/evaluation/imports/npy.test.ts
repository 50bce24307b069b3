import assert from 'node:assert/strict';
import { test } from 'node:test';
import { labelNames } from '../../../lib/data/forms/labels';
import { readNpyTable, readNpzTable } from '../../../lib/evaluation/imports/arrays';
import { decodeNpy, isNpy } from '../../../lib/evaluation/imports/npy';
import { storedZip } from '../../../lib/models/weights/pytorch/archive';

/** A `.npy` file: magic, version, length of the header, header, elements, as NumPy's documentation gives it. */
function npy(type: string, shape: string, elements: Uint8Array, { version = 1, fortran = 'False', length = 118 } = {}) {
  const header = `{'descr': '${type}', 'fortran_order': ${fortran}, 'shape': ${shape}, }`.padEnd(length - 1);
  const size = Buffer.alloc(version === 1 ? 2 : 4);
  if (version === 1) size.writeUInt16LE(length);
  else size.writeUInt32LE(length);
  const begin = Buffer.from(`\x93NUMPY${String.fromCharCode(version, 0)}`, 'latin1');
  return Buffer.concat([begin, size, Buffer.from(`${header}\n`, 'latin1'), elements]);
}

const bytes = (hex: string) => Buffer.from(hex.replaceAll(' ', ''), 'hex');

/** Elements as NumPy's `tobytes().hex()` gives them. */
const TYPES: readonly (readonly [type: string, hex: string, values: readonly number[]])[] = [
  ['<f2', '003c 00c1 0038', [1, -2.5, 0.5]],
  ['<f4', '0000803f 000020c0 0000003f', [1, -2.5, 0.5]],
  ['<f8', '000000000000f03f 00000000000004c0 000000000000e03f', [1, -2.5, 0.5]],
  ['|i1', '01 80 7f', [1, -128, 127]],
  ['|u1', '01 80 ff', [1, 128, 255]],
  ['<i2', '0100 00ff ff7f', [1, -256, 32767]],
  ['<u2', '0100 00ff ffff', [1, 65280, 65535]],
  ['<i4', '01000000 feffffff 00000100', [1, -2, 65536]],
  ['<u4', '01000000 feffffff 00000100', [1, 4294967294, 65536]],
  ['<i8', '0100000000000000 feffffffffffffff 0000000001000000', [1, -2, 4294967296]],
  ['<u8', '0100000000000000 0000000000000080 0000000001000000', [1, 2 ** 63, 4294967296]],
];

for (const [type, hex, values] of TYPES) {
  test(`elements of type ${type} are read, also at an odd place in memory`, () => {
    const file = npy(type, '(3,)', bytes(hex));
    assert.deepEqual(Array.from(decodeNpy(file, 'a').values), values);
    const moved = Buffer.concat([Buffer.alloc(1), file]).subarray(1);
    assert.deepEqual(Array.from(decodeNpy(moved, 'a').values), values);
  });
}

test('headers of version 2 and of other lengths are read; an array has its shape', () => {
  const elements = bytes('01 02 03 04 05 06');
  for (const options of [{}, { version: 2 }, { version: 2, length: 70_000 }, { length: 65 }]) {
    const { shape, values } = decodeNpy(npy('|u1', '(2, 3)', elements, options), 'a');
    assert.deepEqual(
      [shape, [...(values as Uint8Array)]],
      [
        [2, 3],
        [1, 2, 3, 4, 5, 6],
      ],
    );
  }
  // By columns: [1, 3, 5] and [2, 4, 6] are the rows.
  const { values } = decodeNpy(npy('|u1', '(2, 3)', elements, { fortran: 'True' }), 'a');
  assert.deepEqual(Array.from(values), [1, 3, 5, 2, 4, 6]);
  assert.deepEqual(Array.from(decodeNpy(npy('|u1', '(6,)', elements, { fortran: 'True' }), 'a').values), [...elements]);
  assert.deepEqual(decodeNpy(npy('|u1', '()', bytes('07')), 'a').shape, []);
});

test('other elements, big-endian ones, and files of another length are refused', () => {
  const refused = (message: string, file: Uint8Array) =>
    assert.throws(() => decodeNpy(file, 'a'), { name: 'InputError', message });
  const wanted = 'must contain little-endian floats or integers';
  refused(`a: elements of >f4; ${wanted}`, npy('>f4', '(1,)', bytes('3f800000')));
  refused(`a: elements of <c8; ${wanted}`, npy('<c8', '(1,)', bytes('0000000000000000')));
  refused(`a: elements of <f4; ${wanted}`, npy('<f4', '(1,)', bytes('0000803f'), { fortran: 'None' }));
  refused('a: 131 bytes; must be 132, as its header says', npy('<f4', '(1,)', bytes('000080')));
  refused('a: 133 bytes; must be 132, as its header says', npy('<f4', '(1,)', bytes('0000803f00')));
  refused('a: damaged; must be a whole .npy file', npy('<f4', '(1,)', bytes('0000803f')).subarray(0, 11));
  refused('a: damaged; must be a whole .npy file', Buffer.from('\x93NUMPZ is another format', 'latin1'));
  const begun = npy('<f4', '(1,)', bytes('0000803f')).subarray(0, 12);
  refused(`a: "{'"; ${wanted}`, begun);
  const incomplete = npy("<f4', 'fortran_order': False}", '', Buffer.from("'shape': (3,)"));
  refused(`a: elements of <f4; ${wanted}`, incomplete);
  assert.ok(isNpy(Buffer.from('\x93NUMPY', 'latin1')));
  assert.ok(!isNpy(Buffer.from('\x93NUMP', 'latin1')));
});

test('an array of predictions has the classes of the images, or their scores', () => {
  const table = readNpyTable(npy('|u1', '(3,)', bytes('02 00 01')), 'a.npy');
  assert.deepEqual([table.n, table.predicted, table.scores, table.place(2)], [3, [2, 0, 1], undefined, 'a.npy, row 2']);
  const scored = readNpyTable(npy('|u1', '(2, 3)', bytes('01 02 03 04 05 06')), 'a.npy');
  assert.deepEqual([scored.n, scored.predicted], [2, undefined]);
  assert.deepEqual(scored.scores, [Float64Array.of(1, 2, 3), Float64Array.of(4, 5, 6)]);
  const refused = (shape: string, value: string) =>
    assert.throws(() => readNpyTable(npy('|u1', shape, bytes('07')), 'a.npy'), {
      message: `a.npy: ${value}; must be [images, classes] or [images]`,
    });
  refused('()', 'a single number');
  refused('(1, 1, 1)', 'shape 1×1×1');
});

test('the arrays of an archive are columns of one length; a single one needs no name', async () => {
  const read = (arrays: Readonly<Record<string, Uint8Array>>) =>
    readNpzTable(storedZip(new Map(Object.entries(arrays))), 'a.npz', labelNames(['Angry', 'Happy', 'Sad']));
  const classes = npy('|u1', '(2,)', bytes('02 00'));
  const scores = npy('|u1', '(2, 3)', bytes('01 00 00 00 00 01'));
  assert.deepEqual((await read({ 'anything.npy': classes })).predicted, [2, 0]);
  const table = await read({ 'probs.npy': scores, 'label.npy': classes });
  assert.deepEqual([table.n, table.labels, table.place(1)], [2, [2, 0], 'a.npz, row 1']);
  assert.deepEqual(table.scores, [Float64Array.of(1, 0, 0), Float64Array.of(0, 0, 1)]);
  const refused = (shape: string, other: Uint8Array) =>
    assert.rejects(read({ 'probs.npy': scores, 'label.npy': other }), {
      message: `a.npz: probs 2×3, label ${shape}; must contain arrays [images] or [images, classes] of one length`,
    });
  await refused('3', npy('|u1', '(3,)', bytes('00 01 02')));
  await refused('', npy('|u1', '()', bytes('00')));
  await refused('2×1×1', npy('|u1', '(2, 1, 1)', bytes('00 01')));
});
