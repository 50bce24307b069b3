import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Network } from '../../../lib/models/network';
import { buildNetwork } from '../../../lib/models/registry';
import { fromStateDict, toStateDict } from '../../../lib/models/weights/exchange';
import { encodeStateDict } from '../../../lib/models/weights/pytorch/write';
import { readWeights } from '../../../lib/models/weights/read-weights';
import { recognise } from '../../../lib/models/weights/recognise-network';
import { encodeSafetensors } from '../../../lib/models/weights/safetensors';
import { assertClose } from '../../rounding';
import { temporaryFolder } from '../../training/small';
import { PAPER } from '../paper';
import { byFormula, logitsOf, logitsTolerance } from './formula';
import reference from './reference.json';

const scratch = temporaryFolder();

/** The network of a file, recognised by its weights. */
async function imported(path: string): Promise<{ network: Network; entry: string }> {
  const { tensors, entry } = await readWeights(path);
  const network = buildNetwork(recognise(tensors, PAPER, path), { ...PAPER, drop: 0, seed: 1 });
  fromStateDict(network, tensors, path);
  return { network, entry };
}

const WRITTEN: Record<string, [file: string, entry: string, logits: readonly number[]]> = {
  'today’s format, with the logs of the original study': ['small.pth', 'params', reference.small],
  'the format before 1.6': ['small_legacy.pth', '', reference.small],
  'half precision, other strides and a wrapper’s prefix': ['small_mixed.pth', 'state_dict', reference.small_mixed],
};

for (const [what, [file, entry, expected]] of Object.entries(WRITTEN)) {
  test(`reads PyTorch’s files: ${what}`, async () => {
    const { network, entry: found } = await imported(join(__dirname, file));
    assert.equal(network.name, 'small');
    assert.equal(found, entry);
    assertClose(logitsOf(network), expected, logitsTolerance(network), 'logits');
  });
}

test('weights of the original study’s VGG reproduce its logits, with folded biases', async () => {
  const file = join(scratch, 'vgg.pth');
  writeFileSync(file, encodeStateDict(byFormula(buildNetwork('vgg', { ...PAPER, drop: 0, seed: 0 }), 1.4)));
  const { network } = await imported(file);
  assert.equal(network.name, 'vgg');
  assertClose(logitsOf(network), reference.vgg, logitsTolerance(network), 'logits');
});

test('weights of timm’s EfficientNet-B3 reproduce its logits', async () => {
  const file = join(scratch, 'b3.safetensors');
  const built = buildNetwork('efficientnet', { ...PAPER, drop: 0, seed: 0 });
  writeFileSync(file, encodeSafetensors(byFormula(built, 1.55), { format: 'pt' }));
  const { network } = await imported(file);
  assert.equal(network.name, 'efficientnet');
  assertClose(logitsOf(network), reference.efficientnet, logitsTolerance(network), 'logits');
});

test('a state dict survives a round trip', async () => {
  const network = buildNetwork('small', { ...PAPER, drop: 0, seed: 3 });
  const tensors = toStateDict(network, { biases: true });
  const file = join(scratch, 'small.pth');
  writeFileSync(file, encodeStateDict(tensors));
  const { tensors: read } = await readWeights(file);
  assert.deepEqual([...read.values()], tensors);
  assert.equal(readFileSync(file).indexOf(Buffer.from(tensors[0].values.buffer)) % 64, 0, 'aligned as PyTorch aligns');
});

test('mismatches are listed: missing, surplus, of another shape, not finite', () => {
  const network = buildNetwork('small', { ...PAPER, drop: 0, seed: 0 });
  const before = logitsOf(network);
  const dict = () => new Map(toStateDict(network, { biases: false }).map((tensor) => [tensor.name, tensor]));
  const refused = (change: (tensors: ReturnType<typeof dict>) => void, line: RegExp) => {
    const tensors = dict();
    change(tensors);
    assert.throws(() => fromStateDict(network, tensors, 'x.pth'), line);
  };
  refused(
    (tensors) => tensors.delete('lin.bias'),
    /^InputError: x\.pth: lacks lin\.bias; must contain the weights of small$/,
  );
  refused((tensors) => tensors.set('fc.bias', tensors.get('lin.bias')!), /x\.pth: has fc\.bias;/);
  const values = new Float32Array(1400);
  refused(
    (tensors) => tensors.set('lin.weight', { name: 'lin.weight', shape: [7, 200], values }),
    /x\.pth: shapes: lin\.weight \[7,200\] for \[7,400\];/,
  );
  const nan = new Float32Array(7).fill(Number.NaN);
  refused(
    (tensors) => tensors.set('lin.bias', { name: 'lin.bias', shape: [7], values: nan }),
    /x\.pth: lin\.bias is not finite; must be numbers/,
  );
  assert.deepEqual(logitsOf(network), before, 'nothing was assigned');
});
