import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Program, type Tensor, tf } from '../../lib/runtime';
import { assertClose } from '../rounding';
import { CASES, differentiate, tolerancesOf, VARIABLES } from './kernels-cases';

for (const [name, kernelCase] of Object.entries(CASES)) {
  test(`${name}: captured and eager have equal values and gradients`, () => {
    const before = VARIABLES.map((variable) => variable.clone());
    const eager = differentiate(kernelCase).map((tensor) => tensor.dataSync());
    const tolerances = tolerancesOf(kernelCase);
    VARIABLES.forEach((variable, i) => {
      variable.assign(before[i]);
    });
    const program = programOf([name]);
    const captured = program.run('all', kernelCase.inputs);
    assert.equal(program.running, 'captured');
    captured.forEach((tensor, i) => {
      assertClose(tensor.dataSync(), eager[i], tolerances[i], `output ${i}`);
    });
    program.dispose();
  });
}

test('all kernels and gradients leave no tensors after a thousand steps', () => {
  const names = Object.keys(CASES);
  const program = programOf(names);
  const inputs = names.flatMap((name) => CASES[name].inputs);
  const step = () => tf.dispose(program.run('all', inputs));
  for (let i = 0; i < 200; i++) step();
  const tensors = tf.memory().numTensors;
  const resident = process.memoryUsage().rss;
  for (let i = 0; i < 1000; i++) step();
  assert.equal(tf.memory().numTensors, tensors);
  const grown = (process.memoryUsage().rss - resident) / 2 ** 20;
  // A thousand of the smallest leaks, a gradient of 400 bytes each, hide in the garbage collector's noise; one that
  // keeps a step's values, about 60 KiB, does not.
  assert.ok(grown < 30, `${grown.toFixed(1)} MiB more resident`);
  program.dispose();
});

/** The values and gradients of these kernels, one after the other. */
function programOf(names: readonly string[]): Program<'all'> {
  const all = (...inputs: Tensor[]) => {
    let at = 0;
    return names.flatMap((name) => {
      const given = inputs.slice(at, at + CASES[name].inputs.length);
      at += given.length;
      return differentiate(CASES[name], given);
    });
  };
  return new Program(VARIABLES, { all });
}
