/** Other libraries build the same networks and train them alike. Skipped for those that no bench has installed yet. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type Job, type Task, type WrittenNetwork, writeNetwork } from '../../bench/harness/task';
import { type Contender, ours, Worker } from '../../bench/harness/worker';
import type { NetworkName } from '../../bench/networks';
import { benchPeer, contenderOf, obstacle, type PeerName } from '../../bench/peers';

/** Relative difference of losses and probabilities after three steps of float32. */
const TOLERANCE = 1e-3;
/** Small images, and nothing random. */
const SIZE = { inputSize: 20, drop: 0 };
const BATCH = 4;

let folder: string;
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'fer-bench-'));
});
after(() => rmSync(folder, { recursive: true }));

function skipOf(peer: PeerName): string | false {
  return obstacle(benchPeer(peer)) ?? false;
}

function taskOf(network: NetworkName, job: Job, settings: Task['settings'] = {}): string {
  const place = join(folder, network);
  return JSON.stringify({
    job,
    network,
    folder: place,
    batch: BATCH,
    size: SIZE,
    precision: 'float32',
    settings,
  } satisfies Task);
}

/** What a contender says about itself, and the values of its first steps. */
async function firstValues(
  contender: Contender,
  steps: number,
): Promise<{ readonly about: Record<string, unknown>; values: number[] }> {
  const worker = new Worker(contender, 1);
  try {
    const about = await worker.ready();
    const values: number[] = [];
    for (let i = 0; i < steps; i++) values.push(...[await worker.value()].flat().map(Number));
    return { about, values };
  } finally {
    await worker.end();
  }
}

/** This project's own, by task: all peers are compared with them. */
const own = new Map<string, ReturnType<typeof firstValues>>();

async function assertSame(network: NetworkName, job: Job, peer: PeerName, written: WrittenNetwork) {
  const steps = job === 'step' ? 3 : 1;
  const task = taskOf(network, job);
  const values = own.get(task) ?? firstValues(ours('fer-lab', job, task), steps);
  own.set(task, values);
  const mine = await values;
  const { settings } = benchPeer(peer);
  const theirs = await firstValues(contenderOf(benchPeer(peer), taskOf(network, job, settings)), steps);
  if (peer === 'layers_model') {
    // Its loss contains the L2 penalty that replaces weight decay, which three steps hardly change.
    const penalty = theirs.values[0] - mine.values[0];
    assert.ok(penalty > 0 && penalty < 0.2, `penalty ${penalty}`);
    theirs.values = theirs.values.map((loss) => loss - penalty);
  }
  assert.equal(theirs.about.parameters, written.parameters);
  const all = (result: typeof mine) => [...(result.about.logits as number[]), ...result.values];
  assert.equal(all(theirs).length, all(mine).length);
  all(mine).forEach((value, i) => {
    const scale = Math.max(...all(mine).map(Math.abs));
    assert.ok(
      Math.abs(value - all(theirs)[i]) <= TOLERANCE * scale,
      `value ${i}: ${value} here, ${all(theirs)[i]} there`,
    );
  });
  return theirs.about;
}

for (const peer of ['pytorch_fused', 'keras', 'jax', 'layers_model'] as const) {
  test(`${benchPeer(peer).name} trains the narrow VGG like this project`, { skip: skipOf(peer) }, async () => {
    const written = writeNetwork(join(folder, 'narrow_vgg'), 'narrow_vgg', SIZE);
    await assertSame('narrow_vgg', 'step', peer, written);
  });
}

for (const network of ['vgg', 'resnet18', 'efficientnet_b0', 'efficientnet_b3'] as const) {
  test(`PyTorch evaluates ten crops by ${network} alike`, { skip: skipOf('pytorch') }, async () => {
    const written = writeNetwork(join(folder, network), network, SIZE);
    const about = await assertSame(network, 'predict', 'pytorch', written);
    assert.ok(Math.abs(Number(about.mega_multiply_adds) / written.megaMultiplyAdds - 1) < 1e-6);
  });
}

test('the ResNet-18 has the parameters of the paper, with one input channel, a 3×3 stem and seven classes', () => {
  // Stem 9·64 + 2·64; stages of 3×3 convolutions with batch norms, and three 1×1 projections; 512·7 + 7.
  const written = writeNetwork(join(folder, 'resnet18'), 'resnet18', SIZE);
  assert.equal(written.parameters, 704 + 147_968 + 525_568 + 2_099_712 + 8_393_728 + 3591);
});
