import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { ROOT, runCommand } from './checkout';
import { kernelLine } from './kernel-line';

/** Runs one line in the kernel of a data folder, for a notebook in another folder. */
const RUN = kernelLine(
  `
specs = KernelSpecManager()
specs.kernel_dirs = [sys.argv[1] + '/kernels']
manager = KernelManager(kernel_name='tslab', kernel_spec_manager=specs)
manager.start_kernel(cwd=sys.argv[1])`,
  `"import { datasets } from 'lib'; console.log(datasets.SPLITS.length);"`,
  120,
);

function temporary(context: TestContext): {
  data: string;
  kernel: (...args: string[]) => ReturnType<typeof runCommand>;
} {
  const data = mkdtempSync(join(tmpdir(), 'kernels-'));
  context.after(() => rmSync(data, { recursive: true }));
  const env = { ...process.env, JUPYTER_DATA_DIR: data };
  return { data, kernel: (...args) => runCommand(ROOT, ['kernel', ...args], env) };
}

test("the user's kernel is installed, runs a notebook from any folder, and is uninstalled", async (context) => {
  const { data, kernel } = temporary(context);
  const folder = join(data, 'kernels', 'tslab');
  assert.equal((await kernel('status')).stdout, `not installed: ${folder}\n`);
  for (const _ of ['once', 'again']) assert.equal((await kernel('install')).stdout, `installed: ${folder}\n`);
  assert.equal((await kernel('status')).stdout, `installed: ${folder}\n`);
  const python = join(ROOT, '.venv', 'bin', 'python');
  const { stdout, stderr } = spawnSync(python, ['-c', RUN, data], { encoding: 'utf8', timeout: 300_000 });
  assert.equal(stdout.trim(), '3', stderr);
  for (const was of ['removed', 'not installed'])
    assert.equal((await kernel('uninstall')).stdout, `${was}: ${folder}\n`);
  assert.ok(!existsSync(folder));
});

test('a kernel of another program is left alone', async (context) => {
  const { data, kernel } = temporary(context);
  const file = join(data, 'kernels', 'tslab', 'kernel.json');
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, '{ "argv": ["tslab"] }');
  for (const action of ['install', 'uninstall']) {
    const { status, stderr } = await kernel(action);
    assert.equal(status, 2);
    assert.match(stderr, /^error: kernel: .*; must not belong to another program; .*\n$/);
  }
  assert.equal(readFileSync(file, 'utf8'), '{ "argv": ["tslab"] }');
});

test('an unknown action is refused', async (context) => {
  const { status, stderr } = await temporary(context).kernel('instal');
  assert.deepEqual([status, stderr], [2, 'error: action: instal; must be one of install, uninstall, status\n']);
});
