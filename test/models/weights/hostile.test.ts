import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { InputError } from '../../../lib/core/errors';
import { storedZip } from '../../../lib/models/weights/pytorch/archive';
import { readWeights } from '../../../lib/models/weights/read-weights';
import { decodeSafetensors, encodeSafetensors } from '../../../lib/models/weights/safetensors';
import type { NamedTensor } from '../../../lib/models/weights/tensor';
import { zip } from '../../data/archives';
import { temporaryFolder } from '../../training/small';

const scratch = temporaryFolder();
/** Maximum CPU time for a file of these sizes, ms: other load on the machine does not affect it. */
const SOON = 2000;

/** A checkpoint of today's format with a pickle of its own, and one storage `0` of a float. */
function checkpoint(pickle: Buffer | string): string {
  const file = join(scratch, 'hostile.pth');
  const files = { 'a/data.pkl': Buffer.from(pickle as string, 'latin1'), 'a/data/0': Buffer.alloc(4) };
  writeFileSync(file, storedZip(new Map(Object.entries(files))));
  return file;
}

/** The message with which a file is rejected, in one line and soon. */
async function refusal(file: string): Promise<string> {
  const began = process.cpuUsage();
  const before = process.memoryUsage().rss;
  try {
    await readWeights(file);
  } catch (error) {
    assert.ok(error instanceof InputError, `${error}`);
    assert.equal(error.message.split('\n').length, 1, error.message);
    assert.ok(error.message.length < 400, error.message);
    const { user, system } = process.cpuUsage(began);
    assert.ok((user + system) / 1000 < SOON, `${(user + system) / 1000} ms`);
    assert.ok(process.memoryUsage().rss - before < 500e6, `${process.memoryUsage().rss - before} bytes more`);
    return error.message;
  }
  return 'read';
}

const NAMED: Record<string, [pickle: string, name: string]> = {
  'os.system': ['\x80\x02cposix\nsystem\nX\x02\0\0\0id\x85R.', 'posix.system'],
  'os.system by text opcodes': ["cos\nsystem\n(S'id'\ntR.", 'os.system'],
  'os.system as INST': ['(ios\nsystem\n.', 'os.system'],
  'os.system by STACK_GLOBAL': ['\x80\x04\x8c\x05posix\x8c\x06system\x93.', 'posix.system'],
  'eval hidden in a dictionary': ['\x80\x02}X\x01\0\0\0ac__builtin__\neval\nX\x011\x85Rs.', '__builtin__.eval'],
  'a module of PyTorch': ['\x80\x02ctorch.nn.modules.linear\nLinear\n)\x81.', 'torch.nn.modules.linear.Linear'],
  'the prototype of what is allowed': ['\x80\x02c__proto__\nconstructor\n)R.', '__proto__.constructor'],
};

for (const [what, [pickle, name]] of Object.entries(NAMED)) {
  test(`a pickle with a call is rejected, naming the function: ${what}`, async () => {
    const message = await refusal(checkpoint(pickle));
    assert.ok(message.startsWith(`pickle: ${name}; must not be in hostile.pth: `), message);
  });
}

const tensor = (elements: number, offset: number, shape: number[], strides: number[], type = 'FloatStorage') => {
  const int = (value: number) => {
    const bytes = Buffer.alloc(5, 'J');
    bytes.writeInt32LE(value, 1);
    return bytes.toString('latin1');
  };
  const tuple = (values: number[]) => `(${values.map(int).join('')}t`;
  const storage = `(X\x07\0\0\0storagectorch\n${type}\nX\x01\0\0\x000X\x03\0\0\0cpu${int(elements)}tQ`;
  const view = `${storage}${int(offset)}${tuple(shape)}${tuple(strides)}\x89ccollections\nOrderedDict\n)R`;
  return `\x80\x02}X\x01\0\0\0actorch._utils\n_rebuild_tensor_v2\n(${view}tRs.`;
};

const MANY = 2_000_000;
const BOMBS: Record<string, [pickle: string, line: RegExp]> = {
  'a storage that overruns its file': [tensor(1000, 0, [1000], [1]), /a: 4 bytes; must have 4000/],
  'strides of nothing, so that one number fills gigabytes': [tensor(1, 0, [30000, 30000], [0, 0]), /do not fit/],
  'a window beyond its storage': [tensor(1, 1, [1], [1]), /do not fit/],
  'sizes below zero': [tensor(1, 0, [-1, -1], [1, 1]), /do not fit/],
  'integers for weights': [tensor(1, 0, [1], [1], 'IntStorage'), /read/],
  'lists within lists': [`\x80\x02${']'.repeat(MANY)}${'a'.repeat(MANY - 1)}.`, /more than \d+ containers/],
  'dictionaries without end': [`\x80\x02${'}'.repeat(MANY)}.`, /more than \d+ containers/],
  'marks without end': [`\x80\x02${'('.repeat(MANY)}.`, /stack underflow/],
  'one thing again and again': [`\x80\x02]q\0${'h\0'.repeat(MANY)}.`, /must contain tensors/],
  'a list that holds itself': ['\x80\x02]q\0h\0a.', /must contain tensors/],
  'a memo that nothing was put in': ['\x80\x02h\x05.', /no memo at 5/],
  'a text longer than the file': ['\x80\x02X\xff\xff\xff\x7fa.', /truncated/],
  'an integer of megabytes': ['\x80\x02\x8b\0\0\x10\0', /an integer of 1048576 bytes/],
  'no end': ['\x80\x02}', /truncated/],
  nothing: ['', /truncated/],
  'a state for a number': ['\x80\x02K\x01}b.', /a state for a value without one/],
  'a call of a number': ['\x80\x02K\x01)R.', /not a function/],
};

for (const [what, [pickle, line]] of Object.entries(BOMBS)) {
  test(`a pickle is rejected, quickly and with little memory, for ${what}`, async () => {
    assert.match(await refusal(checkpoint(pickle)), line);
  });
}

test('a checkpoint that unpacks to more than its size is rejected', async () => {
  const file = join(scratch, 'bomb.pth');
  writeFileSync(file, zip({ 'a/data.pkl': Buffer.alloc(50e6) }));
  assert.match(await refusal(file), /^bomb\.pth\/a\/data\.pkl: 50000000 bytes; must not be compressed$/);
});

test('a safetensors header of 2 GB, and one that is not an object, are rejected', async () => {
  const file = join(scratch, 'header.safetensors');
  const header = (length: bigint, json: string) => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64LE(length);
    writeFileSync(file, Buffer.concat([bytes, Buffer.from(json)]));
    return refusal(file);
  };
  assert.match(await header(2n ** 31n, '{"a":'), /must be a whole safetensors file/);
  assert.match(await header(2n ** 64n - 1n, '{}'), /must be a whole safetensors file/);
  assert.match(await header(6n, '{"a":7'), /must be a JSON object/);
  assert.match(await header(7n, '{"a":7}'), /a of type undefined; must be/);
  const nested = `{"a":${'['.repeat(100_000)}`;
  assert.match(await header(BigInt(nested.length), nested), /must be a JSON object/);
});

test('safetensors offsets with overlaps, overruns or gaps are rejected', () => {
  const file = (entries: Record<string, unknown>, data: number) => {
    const json = Buffer.from(JSON.stringify(entries));
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(json.length));
    return Buffer.concat([length, json, Buffer.alloc(data)]);
  };
  const entry = (from: number, to: number, shape = [(to - from) / 4]) => ({
    dtype: 'F32',
    shape,
    data_offsets: [from, to],
  });
  const decode = (entries: Record<string, unknown>, data: number) => () => decodeSafetensors(file(entries, data), 'x');
  assert.equal(decode({ b: entry(8, 16), a: entry(0, 8) }, 16)().size, 2, 'the order of names does not matter');
  assert.throws(decode({ a: entry(0, 8), b: entry(4, 12) }, 12), /x: b at 4–12; must fill 8 bytes from 8/);
  assert.throws(decode({ a: entry(0, 4000) }, 8), /x: a at 0–4000; must fill 4000 bytes from 0 in the file/);
  assert.throws(decode({ a: entry(4, 8) }, 8), /x: a at 4–8/);
  assert.throws(decode({ a: entry(0, 8) }, 12), /must be/);
  assert.throws(decode({ a: entry(0, 8, [2 ** 40, 2 ** 40]) }, 8), /x: a at 0–8; must fill/);
  assert.throws(decode({ a: { ...entry(0, 8), dtype: 'F4' } }, 8), /a of type F4; must be F64, F32/);
  assert.throws(decode({ a: { ...entry(0, 8), shape: [-2] } }, 8), /must have a shape and two offsets/);
});

test('a file of more than 1 GiB, an empty file, a folder and a picture are rejected', async () => {
  const file = join(scratch, 'other');
  writeFileSync(file, '');
  assert.match(await refusal(file), /other: neither zip, legacy nor safetensors;/);
  truncateSync(file, 2 ** 30 + 1); // sparse
  assert.match(await refusal(file), /other: 1073741825 bytes; must be at most 1 GiB/);
  mkdirSync(join(scratch, 'folder'));
  assert.match(await refusal(join(scratch, 'folder')), /must be a file/);
  writeFileSync(file, '\x89PNG\r\n\x1a\n, and so on');
  assert.match(await refusal(file), /neither zip/);
});

for (const [name, checked] of [
  ['small.pth', true],
  // These formats have no checksums: a changed number cannot be detected, but no other number may change with it.
  ['small_legacy.pth', false],
  ['small.safetensors', false],
] as const) {
  test(`${name}: with any cut or flipped bit, it is equal or rejected`, async () => {
    const original = await originalOf(name);
    const { tensors } = await readWeights(original);
    const bytes = readFileSync(original);
    const file = join(scratch, `damaged-${name}`);
    const places = placesIn(bytes.length);
    for (const at of places) {
      writeFileSync(file, bytes.subarray(0, at));
      assert.notEqual(await refusal(file), 'read', `cut to ${at} bytes`);
      const flipped = Buffer.from(bytes);
      flipped[at] ^= 1 << (at % 8);
      writeFileSync(file, flipped);
      if ((await refusal(file)) !== 'read') continue;
      const { tensors: damaged } = await readWeights(file);
      if (checked) assert.deepEqual(damaged, tensors, `byte ${at} changed`);
      else assert.ok(changes(damaged, tensors) <= 1, `byte ${at} changed`);
    }
  });
}

async function originalOf(name: string): Promise<string> {
  if (name !== 'small.safetensors') return join(__dirname, name);
  const { tensors } = await readWeights(join(__dirname, 'small.pth'));
  const file = join(scratch, name);
  writeFileSync(file, encodeSafetensors([...tensors.values()], {}));
  return file;
}

/** The first and the last bytes, where names and sizes stand, and some in between. */
function placesIn(length: number): number[] {
  const near = (place: number) => place < 200 || place >= length - 200 || place % 71 === 0;
  return Array.from({ length }, (_, place) => place).filter(near);
}

type Tensors = ReadonlyMap<string, NamedTensor>;

/**
 * The number of differing values. A tensor with another name or shape does not match the network, which reports that.
 */
function changes(actual: Tensors, expected: Tensors): number {
  return [...expected.values()].reduce((sum, { name, shape, values }) => {
    const found = actual.get(name);
    if (found?.shape.join() !== shape.join()) return sum;
    return sum + values.filter((value, i) => !Object.is(value, found.values[i])).length;
  }, 0);
}
