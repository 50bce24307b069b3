import assert from 'node:assert/strict';
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { textOf } from '../../scripts/setup/stamp.mjs';
import { isRunning } from '../../scripts/system/identity.cjs';
import { installedCheckout, ROOT, runCommand, startCommand } from './checkout';

const ADDON = join('node_modules', '@tensorflow', 'tfjs-node-gpu', 'lib', 'napi-v8');
const KERNEL = join('.venv', 'share', 'jupyter', 'kernels', 'tslab', 'kernel.json');

test('the set-up of a copy of this checkout', async (context) => {
  const made = [join(ADDON, 'tfjs_binding.node'), KERNEL].map((file) => join(ROOT, file));
  const before = made.map((file) => statSync(file).mtimeMs);
  const folder = installedCheckout(context);

  await context.test('rebuilds what contains the folder’s name if the name has changed', async () => {
    const { status, stderr } = await runCommand(folder, ['setup']);
    assert.equal(status, 0);
    assert.match(stderr, /^\[5\/6\] TypeScript kernel …\n\[5\/6\] TypeScript kernel: done \(\d\.\d s\)\n/m);
    const { argv } = JSON.parse(readFileSync(join(folder, KERNEL), 'utf8'));
    assert.deepEqual(argv, [process.execPath, join(folder, 'kernel', 'launcher.cjs'), '{connection_file}']);
  });

  await context.test('prints nothing and takes less than two seconds if nothing is missing', async () => {
    const { status, stdout, stderr, seconds } = await runCommand(folder, ['setup']);
    assert.deepEqual({ status, stdout, stderr }, { status: 0, stdout: '', stderr: '' });
    assert.ok(seconds < 2, `${seconds} s`);
    context.diagnostic(`${seconds.toFixed(2)} s when nothing is missing`);
  });

  await context.test('is killed while it compiles; then two processes finish it, one after the other', async () => {
    rmSync(join(folder, ADDON), { recursive: true });
    const killed = startCommand(folder, ['setup']);
    await killed.says(/TensorFlow addon for Node …/);
    const compiler = await compilerOf(folder);
    process.kill(killed.pid, 'SIGKILL'); // only this process: the compiler continues
    await killed.ended;
    assert.ok(isRunning(compiler));

    const outcomes = await Promise.all([runCommand(folder, ['setup']), runCommand(folder, ['setup'])]);
    assert.ok(!isRunning(compiler), 'the compiler that was left over is still running');
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      [0, 0],
    );
    const said = outcomes.map(({ stderr }) => stderr).sort();
    assert.equal(said[0], 'Another command is setting up this project; waiting for it.\n');
    assert.match(said[1], /TensorFlow addon for Node: done/);
    const doctor = JSON.parse((await runCommand(folder, ['doctor', '--json'])).stdout);
    assert.ok(doctor.healthy, JSON.stringify(doctor));
  });

  await context.test('repairs what a killed set-up left half written', async () => {
    rmSync(join(folder, KERNEL));
    writeFileSync(join(folder, KERNEL), '{ "argv": [');
    rmSync(join(folder, '.venv', 'share', 'jupyter', 'kernels', 'tslab', '.setup'));
    const { status, stderr } = await runCommand(folder, ['setup']);
    assert.equal(status, 0);
    assert.match(stderr, /TypeScript kernel: done/);
    assert.equal(JSON.parse(readFileSync(join(folder, KERNEL), 'utf8')).display_name, 'TypeScript');
  });

  await context.test('Ctrl-C ends it at once, with its compiler', async () => {
    rmSync(join(folder, ADDON), { recursive: true });
    const running = startCommand(folder, ['setup']);
    await running.says(/TensorFlow addon for Node …/);
    const compiler = await compilerOf(folder);
    running.kill('SIGINT');
    const { status, stderr } = await running.ended;
    assert.equal(status, 130);
    await sleep(500);
    assert.ok(!isRunning(compiler));
    assert.match(stderr, /error: set-up: interrupted; run the command again to continue\n$/);
    assert.equal(textOf(join(folder, '.cache', 'setup', 'lock')), '');
  });

  await context.test('reports in one line that a registry does not answer', async () => {
    rmSync(join(folder, 'node_modules', '.setup'));
    rmSync(join(folder, 'node_modules', 'arquero'), { recursive: true }); // npm's record still lists it
    const { status, stderr } = await runCommand(folder, ['setup'], {
      ...process.env,
      npm_config_registry: 'http://127.0.0.1:9/',
      npm_config_cache: join(folder, '.cache', 'npm'),
      npm_config_fetch_retries: '0',
    });
    assert.equal(status, 1);
    assert.match(stderr, /\nerror: npm packages: the registry does not answer; check network and proxy, .*\n$/);
    assert.doesNotMatch(stderr, /^ +at /m);
  });

  await context.test('does not write to the targets of links', () => {
    assert.deepEqual(
      made.map((file) => statSync(file).mtimeMs),
      before,
    );
  });
});

/** The compiler that the set-up has started. */
async function compilerOf(folder: string): Promise<string> {
  const note = join(folder, '.cache', 'setup', 'running');
  while (!textOf(note)) await sleep(20);
  return textOf(note);
}
