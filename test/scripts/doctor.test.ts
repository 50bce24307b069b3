import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bareCheckout, ROOT, runCommand } from './checkout';

test('a bare checkout: lists what is missing with the command that mends it, and repairs nothing', async (context) => {
  const folder = bareCheckout(context);
  const { status, stdout, stderr } = await runCommand(folder, ['doctor']);
  assert.equal(status, 1);
  assert.equal(stderr, '');
  for (const name of ['npm packages', 'JupyterLab starts', 'TensorFlow loads', 'TypeScript kernel']) {
    assert.match(stdout, new RegExp(`^missing +${name} .*\\n +→ .*npm run setup$`, 'm'));
  }
  assert.deepEqual((await runCommand(folder, ['doctor'])).stdout.match(/^missing/gm), stdout.match(/^missing/gm));
});

test('this checkout: says what each part is, and on which device TensorFlow runs', async () => {
  const { status, stdout } = await runCommand(ROOT, ['doctor', '--json']);
  const { healthy, checks } = JSON.parse(stdout) as {
    healthy: boolean;
    checks: readonly { name: string; state: string; detail: string }[];
  };
  assert.equal(healthy, !checks.some(({ state }) => state === 'missing'));
  assert.equal(status, healthy ? 0 : 1);
  const detail = (name: string) => checks.find((check) => check.name === name)?.detail ?? '';
  assert.match(detail('TensorFlow loads'), /^2\.\d+\.\d+ on the (CPU|GPU)$/);
  assert.match(detail('CPU'), /\d+ cores/);
  assert.match(detail('JupyterLab starts'), /^4\./);
});

test('an argument that it does not know gets one line and status 2', async () => {
  const { status, stdout, stderr } = await runCommand(ROOT, ['doctor', 'json']);
  assert.deepEqual(
    { status, stdout, stderr },
    { status: 2, stdout: '', stderr: 'error: argument: json; must be --json\n' },
  );
});
