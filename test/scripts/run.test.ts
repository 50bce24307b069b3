import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { textOf } from '../../scripts/setup/stamp.mjs';
import { bareCheckout, ROOT, runCommand, startCommand } from './checkout';

/** A checkout whose `doctor`, the command that needs no set-up, is the given program. */
function checkoutWith(context: TestContext, program: string): string {
  const folder = bareCheckout(context);
  writeFileSync(join(folder, 'scripts', 'doctor.mjs'), program);
  return folder;
}

/** Ends slowly after a signal, like a training that writes its checkpoint, and logs each signal. */
const SLOW = `
import { appendFileSync } from 'node:fs';
for (const [signal, status] of [['SIGINT', 130], ['SIGTERM', 143], ['SIGUSR1', 138], ['SIGUSR2', 140]]) {
  process.on(signal, () => {
    appendFileSync('signals', signal + '\\n');
    setTimeout(() => process.exit(status), 1000);
  });
}
setInterval(() => {}, 1000);
console.log('ready');`;

test('passes arguments on and returns the exit status', async (context) => {
  const program = 'console.log(JSON.stringify(process.argv.slice(2))); process.exitCode = Number(process.argv[2]);';
  const folder = checkoutWith(context, program);
  for (const status of [0, 1, 2, 7]) {
    const outcome = await runCommand(folder, ['doctor', String(status), 'network=vgg', 'name=a b', '--flag', '*']);
    assert.equal(outcome.status, status);
    assert.deepEqual(JSON.parse(outcome.stdout), [String(status), 'network=vgg', 'name=a b', '--flag', '*']);
    assert.equal(outcome.stderr, '');
  }
});

test('the set-up refuses arguments, and builds of TensorFlow that do not exist', async (context) => {
  const refused = async (folder: string, args: string[], line: string) => {
    const { status, stderr } = await runCommand(folder, args);
    assert.deepEqual({ status, stderr }, { status: 2, stderr: `error: ${line}\n` });
  };
  await refused(bareCheckout(context), ['setup', 'cuda'], 'setup: cuda; takes no arguments');
  process.env.TENSORFLOW_BUILD = 'gpu';
  context.after(() => delete process.env.TENSORFLOW_BUILD);
  await refused(ROOT, ['docs'], 'TENSORFLOW_BUILD: gpu; must be cpu or cuda');
});

test('a mistyped command is rejected with all commands and the nearest one', async (context) => {
  const folder = bareCheckout(context);
  const outcome = await runCommand(folder, ['trian']);
  assert.equal(outcome.status, 2);
  assert.match(
    outcome.stderr,
    /^error: command: trian; must be one of start, test, .*train.*; did you mean train\?\n$/,
  );
  assert.match((await runCommand(folder, ['nonesuch'])).stderr, /, setup\n$/);
});

test('without a command it lists all commands, and needs no set-up', async () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  for (const args of [[], ['--help'], ['-h']]) {
    const { status, stdout, stderr } = await runCommand(ROOT, args);
    assert.deepEqual({ status, stderr }, { status: 0, stderr: '' });
    const lines = stdout.split('\n').filter((line) => line.startsWith('  npm '));
    assert.deepEqual(
      lines.map((line) => /^ {2}npm (?:run )?(\w+) +[A-Z].{10,}\.$/.exec(line)?.[1]),
      Object.keys(scripts),
    );
  }
});

test('--help of a script shows usage, choices and examples, and needs no set-up', async (context) => {
  const folder = bareCheckout(context);
  const { status, stdout } = await runCommand(folder, ['doctor', '--help']);
  assert.equal(status, 0);
  assert.match(stdout, /^usage: npm run doctor -- \[--json\]\n[\s\S]*examples:\n {2}npm run doctor\n/);
  const notebooks = await runCommand(ROOT, ['notebooks', '-h']);
  assert.match(notebooks.stdout, /^ {2}notebook {2}one of 01-explore, 02-train/m);
});

for (const [signal, status] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGUSR1', 138],
  ['SIGUSR2', 140],
] as const) {
  test(`a ${signal} from the terminal and again from npm reaches the program once, which has time to finish`, async (context) => {
    const folder = checkoutWith(context, SLOW);
    const running = startCommand(folder, ['doctor']);
    await running.says(/ready/);
    running.kill(signal);
    await sleep(50);
    process.kill(running.pid, signal);
    const outcome = await running.ended;
    assert.equal(outcome.status, status);
    assert.equal(textOf(join(folder, 'signals')), `${signal}\n`);
  });
}

for (const [signal, status] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  test(`a ${signal} to npm alone reaches the program once, and npm waits for its end`, async (context) => {
    const folder = checkoutWith(context, SLOW);
    const npm = spawn('npm', ['run', 'doctor'], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = new Promise((done) => npm.on('close', (code, by) => done(code ?? 128 + constants.signals[by!])));
    while (!String(await once(npm.stdout, 'data')).includes('ready'));
    npm.kill(signal);
    assert.equal(await ended, status);
    assert.equal(textOf(join(folder, 'signals')), `${signal}\n`);
  });
}

test('a later Ctrl-C reaches the program again', async (context) => {
  const folder = checkoutWith(context, SLOW);
  const running = startCommand(folder, ['doctor']);
  await running.says(/ready/);
  running.kill('SIGINT');
  await sleep(700);
  running.kill('SIGINT');
  await running.ended;
  assert.equal(textOf(join(folder, 'signals')), 'SIGINT\nSIGINT\n');
});

test('a program ended by a signal gives 128 plus its number', async (context) => {
  const folder = checkoutWith(context, "process.kill(process.pid, 'SIGKILL');");
  assert.equal((await runCommand(folder, ['doctor'])).status, 137);
});
