/** Errors half way: no tensor is left behind, no variable half changed, and the next call works. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dense, flatten, type LayerRecipe } from '../../lib/models/layers';
import { build } from '../../lib/models/network';
import { buildNetwork, defineNetwork } from '../../lib/models/registry';
import { Program, tf } from '../../lib/runtime';
import { binding, withBinding } from '../../lib/runtime/backend';
import { probe } from '../../lib/saliency/probe';
import { PAPER } from '../models/paper';
import { easyData, runner, temporaryFolder } from '../training/small';

/** Runs `work`, which must fail, and compares the number of tensors before and after. */
async function failsWithoutLeak(work: () => unknown, message: RegExp): Promise<void> {
  const { numTensors } = tf.memory();
  await assert.rejects(async () => work(), message);
  assert.equal(tf.memory().numTensors, numTensors);
}

test('a call that fails frees what it was given, and leaves the variables as they were', async () => {
  const variable = tf.variable(tf.scalar(1));
  let fails = true;
  const program = new Program([variable], {
    add: (value) => {
      variable.assign(tf.add(variable, value));
      if (fails) throw new Error('half way');
      return [variable.clone()];
    },
  });
  await failsWithoutLeak(() => program.read('add', [tf.scalar(2)]), /half way/);
  assert.equal(variable.dataSync()[0], 1);
  fails = false;
  assert.deepEqual([...program.read('add', [tf.scalar(2)])[0]], [3]);
  program.pull();
  assert.equal(variable.dataSync()[0], 3);
  program.dispose();
  variable.dispose();
});

test('a program whose graph could not be loaded or filled loads it at the next call', async () => {
  for (const call of ['loadSavedModel', 'runSavedModel'] as const) {
    const variable = tf.variable(tf.scalar(1));
    const program = new Program([variable], { twice: (value) => [tf.mul(tf.mul(value, 2), variable)] });
    const fails = () => {
      throw new Error('out of memory');
    };
    const full = Object.create(binding(), { [call]: { value: fails } });
    await failsWithoutLeak(() => withBinding(full, () => program.read('twice', [tf.scalar(2)])), /out of memory/);
    assert.deepEqual([...program.read('twice', [tf.scalar(2)])[0]], [4]);
    program.dispose();
    variable.dispose();
  }
});

const failing: LayerRecipe = () => {
  throw new Error('no such layer');
};

test('networks, models and trainings that fail free what they had made', async () => {
  const recipes = [flatten('flatten'), dense('lin', { units: 7 })];
  await failsWithoutLeak(() => build('broken', [40, 40, 1], [...recipes, failing], 0), /no such layer/);

  let builds = 0;
  defineNetwork('second_fails', ({ seed }) => build('second', [40, 40, 1], builds++ ? [failing] : recipes, seed));
  const settings = { name: 'errors', network: 'small', n_epochs: 1, bs: 16 };
  const run = runner(settings, easyData(14, 7));
  await failsWithoutLeak(() => run({ network: 'second_fails', ema: 0.9 }), /no such layer/);
  await failsWithoutLeak(() => run({ pretrained: temporaryFolder() }), /pretrained: .*; must be a run/);

  const fails = () => {
    throw new Error('the listener failed');
  };
  for (const listener of ['onNotice', 'onProgress', 'onEpoch'] as const)
    await failsWithoutLeak(() => run({}, { [listener]: fails }), /the listener failed/);
});

test('a network that fails in the middle of a gradient leaves nothing', async () => {
  const network = buildNetwork('small', { ...PAPER, drop: 0, seed: 0 });
  let fails = false;
  const faulty = {
    ...network,
    forward: (...given: Parameters<typeof network.forward>) => {
      const logits = network.forward(...given);
      if (fails) return tf.reshape(logits, [-1, 3]); // no sum over it has the shape of its target
      return logits;
    },
  };
  const asked = probe(faulty);
  fails = true;
  const weights = new Float32Array(7);
  await failsWithoutLeak(() => asked.gradients(new Float32Array(1600), weights), /./);
  asked.dispose();
  network.dispose();
});
