import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { findChromium } from '../../lib/figures/chromium';
import { bareCheckout, ROOT, runCommand } from './checkout';

test('a bare checkout: lists what is missing and the command that fixes it, and changes nothing', async (context) => {
  const folder = bareCheckout(context);
  const { status, stdout, stderr } = await runCommand(folder, ['doctor']);
  assert.equal(status, 1);
  assert.equal(stderr, '');
  for (const name of ['npm packages', 'JupyterLab starts', 'TensorFlow loads', 'TypeScript kernel']) {
    assert.match(stdout, new RegExp(`^missing +${name} .*\\n +→ .*npm run setup$`, 'm'));
  }
  assert.deepEqual((await runCommand(folder, ['doctor'])).stdout.match(/^missing/gm), stdout.match(/^missing/gm));
});

test('this checkout: reports the state of each part, and the device of TensorFlow', async () => {
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

/** The doctor's report about Chromium, in a given environment. */
function chromium(environment: NodeJS.ProcessEnv): { state: string; detail: string } {
  const script = join(ROOT, 'scripts', 'doctor', 'chromium.mjs');
  const program = `import { chromium } from ${JSON.stringify(script)}; console.log(JSON.stringify(chromium(process.cwd())))`;
  const args = ['--input-type=module', '-e', program];
  const { stdout } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8', env: environment });
  return JSON.parse(stdout);
}

test('Chromium is the one that exports figures, even if the system has none, and it is tested', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'fer-doctor-'));
  t.after(() => rmSync(folder, { recursive: true }));
  symlinkSync(process.execPath, join(folder, 'node'));
  const { CHROMIUM_PATH, ...rest } = process.env;
  const exporting = await findChromium().catch(() => undefined);
  const found = chromium(process.env);
  assert.equal(found.state, exporting ? 'ok' : 'note', found.detail);
  if (exporting?.libraries) {
    // The packaged one needs no system libraries.
    const alone = chromium({ ...rest, PATH: folder });
    assert.equal(alone.state, 'ok', alone.detail);
    assert.match(alone.detail, /^\d+\.\d+\.\d+\.\d+ \(.*sparticuz.*\)$/);
  }
  const broken = chromium({ ...rest, CHROMIUM_PATH: '/bin/false' });
  assert.deepEqual([broken.state, broken.detail.startsWith('no figure can be exported: ')], ['note', true]);
});

test('an unknown argument gives one line and status 2', async () => {
  const { status, stdout, stderr } = await runCommand(ROOT, ['doctor', 'json']);
  assert.deepEqual(
    { status, stdout, stderr },
    { status: 2, stdout: '', stderr: 'error: argument: json; must be --json\n' },
  );
});
