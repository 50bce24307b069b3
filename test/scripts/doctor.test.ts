import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { findChromium } from '../../lib/figures/chromium';
import { bareCheckout, ROOT, runCommand } from './checkout';

interface Check {
  readonly name: string;
  readonly state: string;
  readonly detail: string;
}

test('a bare checkout: lists what is missing with the command that fixes it, and repairs nothing', async (context) => {
  const folder = bareCheckout(context);
  const { status, stdout, stderr } = await runCommand(folder, ['doctor']);
  assert.equal(status, 1);
  assert.equal(stderr, '');
  for (const name of ['npm packages', 'JupyterLab starts', 'A cell runs', 'TensorFlow', 'TypeScript kernel']) {
    assert.match(stdout, new RegExp(`^missing +${name} .*\\n +→ .*npm run setup$`, 'm'));
  }
  assert.deepEqual((await runCommand(folder, ['doctor'])).stdout.match(/^missing/gm), stdout.match(/^missing/gm));
});

test('this checkout: reports the state of each part, and the device of TensorFlow', async () => {
  const { status, stdout } = await runCommand(ROOT, ['doctor', '--json']);
  const { healthy, checks } = JSON.parse(stdout) as {
    healthy: boolean;
    checks: readonly Check[];
  };
  assert.equal(healthy, !checks.some(({ state }) => state === 'missing'));
  assert.equal(status, healthy ? 0 : 1);
  const detail = (name: string) => checks.find((check) => check.name === name)?.detail ?? '';
  assert.match(detail('TensorFlow'), /^2\.\d+\.\d+ multiplies on the (CPU|GPU)$/);
  assert.match(detail('Disk'), /^a file was written and read; \d+\.\d GB free$/);
  assert.equal(detail('A cell runs'), '6 × 7 = 42');
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
    assert.match(alone.detail, /^\d+\.\d+\.\d+\.\d+ draws a figure \(.*sparticuz.*\)$/);
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

/** A check of a file of `scripts/doctor/`, with programs of the test's own on the path. */
function check(context: TestContext, call: string, programs: Readonly<Record<string, string>>): Check {
  const folder = mkdtempSync(join(tmpdir(), 'fer-doctor-'));
  context.after(() => rmSync(folder, { recursive: true }));
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }
  const [file, name] = call.split('#');
  const path = JSON.stringify(join(ROOT, 'scripts', 'doctor', file));
  const program = `import * as checks from ${path}; console.log(JSON.stringify(checks.${name}(process.cwd())))`;
  const env = { ...process.env, PATH: `${folder}:${process.env.PATH}` };
  const args = ['--input-type=module', '-e', program];
  const { stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8', env });
  return JSON.parse(stdout);
}

test('Slurm is asked for its partitions', (t) => {
  const answering = { sbatch: 'echo slurm 22.05.8', sinfo: 'echo "gpu*: 4 idle"' };
  assert.deepEqual(check(t, 'slurm.mjs#slurm', answering), {
    name: 'Slurm',
    state: 'ok',
    detail: 'slurm 22.05.8; gpu*: 4 idle',
  });
  const silent = { ...answering, sinfo: 'echo "sinfo: error: Unable to contact slurm controller" >&2; exit 1' };
  const { state, detail } = check(t, 'slurm.mjs#slurm', silent);
  assert.deepEqual(
    [state, detail],
    ['note', 'sbatch is installed, but sinfo finds no cluster: sinfo: error: Unable to contact slurm controller'],
  );
});

test('FFmpeg is asked for a frame', (t) => {
  const working = { ffmpeg: "printf 'P6\\n2 2\\n255\\n'", ffprobe: 'echo ffprobe version 5.1.9 Copyright' };
  const { state, detail } = check(t, 'ffmpeg.mjs#ffmpeg', working);
  assert.deepEqual([state, detail], ['ok', 'ffprobe version 5.1.9; a frame was made and read']);
  const broken = { ...working, ffmpeg: 'echo "ffmpeg: error while loading shared libraries" >&2; exit 127' };
  assert.deepEqual(check(t, 'ffmpeg.mjs#ffmpeg', broken), {
    ...{ name: 'FFmpeg', state: 'note', fix: 'apt install ffmpeg' },
    detail: 'no video can be read: ffmpeg: error while loading shared libraries',
  });
  assert.match(check(t, 'ffmpeg.mjs#ffmpeg', { ...working, ffmpeg: 'true' }).detail, /makes no frame$/);
});

test('a folder that cannot be written is reported with the reason', (t) => {
  const program = `import { disk } from ${JSON.stringify(join(ROOT, 'scripts', 'doctor', 'disk.mjs'))};
console.log(JSON.stringify(disk('/proc')))`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
  const { state, detail } = JSON.parse(stdout) as Check;
  assert.equal(state, 'missing');
  assert.match(detail, /^(ENOENT|EACCES|EPERM): /);
  t.diagnostic(detail);
});
