import assert from 'node:assert/strict';
import { test } from 'node:test';
import { predict } from '../../lib/evaluation/predict';
import type { Network } from '../../lib/models/network';
import { buildNetwork } from '../../lib/models/registry';
import { tf } from '../../lib/runtime';
import { checkMethods } from '../../lib/saliency/checks/check';
import { randomisation } from '../../lib/saliency/checks/randomisation';
import { explain } from '../../lib/saliency/explain';
import { METHODS } from '../../lib/saliency/methods';
import { probe } from '../../lib/saliency/probe';
import { interruptEverywhere } from '../interrupts';
import { PAPER } from '../models/paper';
import { easyData } from '../training/small';
import { noiseCrops } from './networks';

const [trained, random] = [1, 2].map((seed) => buildNetwork('small', { ...PAPER, drop: 0, seed }));
const crops = noiseCrops(3);

const weightsOf = ({ parameters }: Network) => parameters.map(({ variable }) => Array.from(variable.dataSync()));
const before = [trained, random].map(weightsOf);
const unchanged = () => assert.deepEqual([trained, random].map(weightsOf), before);

test('the randomisation check never changes the networks that it is given, wherever it is interrupted', async () => {
  const run = (signal?: AbortSignal) => randomisation(trained, random, crops, ['gradient'], { signal });
  const expected = await run();
  assert.ok((await interruptEverywhere(run, unchanged)) > 5);
  assert.deepEqual(await run(), expected);
  const failing = () => {
    throw new Error('the listener failed');
  };
  const { numTensors } = tf.memory();
  await assert.rejects(randomisation(trained, random, crops, [], { onStage: failing }), /the listener failed/);
  assert.equal(tf.memory().numTensors, numTensors);
  unchanged();
});

test('checks, maps and predictions leave networks as they are and free their tensors when they are interrupted', async () => {
  const subject = { trained, random, crops };
  const check = (signal: AbortSignal) => checkMethods(subject, ['gradient', 'integrated'], { signal, steps: 4 });
  assert.ok((await interruptEverywhere(check, unchanged)) > 8);
  const asked = probe(trained);
  for (const method of METHODS) {
    const how = { masks: 4, cells: 2, samples: 2, steps: 2, window: 40, stride: 40, layer: 'pool0' };
    await interruptEverywhere((signal) => explain(asked, crops, method, { ...how, signal }), unchanged);
  }
  asked.dispose();
  const data = easyData(7, 7);
  assert.ok((await interruptEverywhere((signal) => predict(trained, data, { signal }), unchanged)) > 0);
});
