import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { read, write } from './notebook';

const python = join('.venv', 'bin', 'python');
const runner = join('kernel', 'run_notebook.py');
const folder = mkdtempSync(join(tmpdir(), 'notebooks-'));
const notebook = join(folder, 'small.ipynb');
const copy = join(folder, 'copies', 'small.ipynb');

after(() => rmSync(folder, { recursive: true }));

test('parameters are assigned after the cell that declares them', () => {
  write(notebook, 'let bs = 64, name = "vgg";', 'console.log(bs, name);');
  const { status, stdout, stderr } = run('bs = 32;\nname = "x";');
  assert.deepEqual({ status, stderr }, { status: 0, stderr: '' });
  assert.match(stdout, /^small {2}3\/3 +\d+\.\d s {2}console\.log\(bs, name\);$/m);
  assert.deepEqual(textOf(2), '32 x\n');
});

test('a parameter of the wrong type is rejected in one line', () => {
  const { status, stderr } = run('name = "x";\nbs = "many";');
  assert.equal(status, 2);
  assert.equal(stderr, `error: bs: "many"; Type 'string' is not assignable to type 'number'.\n`);
});

test('a failing cell is reported, and the copy shows its error', () => {
  write(notebook, 'let bs = 64;', 'console.log("before");\nthrow new RangeError("bs: " + bs);', '"never";');
  const { status, stderr } = run('');
  assert.equal(status, 1);
  assert.equal(stderr, `error: small, cell 2: console.log("before");\nRangeError: bs: 64\n    at cell [2], line 2\n`);
  const [, failed, never] = read(copy).cells;
  assert.deepEqual(
    failed.outputs?.map(({ output_type, ename }) => ename ?? output_type),
    ['stream', 'RangeError'],
  );
  assert.deepEqual(never.outputs, []);
});

test('a value that a cell refuses is reported in one line, as by the commands', () => {
  write(
    notebook,
    'let bs = 64;',
    'throw Object.assign(new Error("bs: " + bs + "; must be ≥ 1"), { name: "InputError" });',
  );
  const { status, stderr } = run('bs = 0;');
  assert.deepEqual({ status, stderr }, { status: 2, stderr: 'error: bs: 0; must be ≥ 1\n' });
});

for (const [signal, status] of [
  ['SIGINT', 130],
  ['SIGUSR1', 138],
] as const) {
  test(`${signal} ends runner and kernel, and the copy is complete`, async () => {
    const { child, kernel } = await startEndless();
    child.kill(signal);
    assert.deepEqual(await once(child, 'exit'), [status, null]);
    assert.ok(!isRunning(kernel));
    assert.equal(read(copy).cells.length, 2);
  });
}

test('a killed runner leaves no kernel behind', async () => {
  const { child, kernel } = await startEndless();
  child.kill('SIGKILL');
  for (let tries = 0; isRunning(kernel); tries++) {
    assert.ok(tries < 50, 'the kernel is still there');
    await sleep(100);
  }
});

test('npm run notebooks rejects unknown notebooks before it starts a kernel, and unknown settings in one line', () => {
  const npm = (...args: readonly string[]) => {
    const { status, stderr } = spawnSync(process.execPath, [join('scripts', 'notebooks.mjs'), ...args], {
      encoding: 'utf8',
    });
    return { status, stderr };
  };
  const unknown = npm('99-nothing');
  assert.equal(unknown.status, 2);
  assert.match(unknown.stderr, /^error: notebook: 99-nothing; must be one of .*02-train.*\n$/);
  const parameter = npm('02-train', 'batch=32');
  assert.equal(parameter.status, 2);
  assert.match(parameter.stderr, /^error: batch: 32; Object literal may only specify known properties/m);
});

function run(parameters: string) {
  return spawnSync(python, [runner, notebook, copy, parameters], { encoding: 'utf8' });
}

function textOf(index: number): string {
  return (read(copy).cells[index].outputs ?? []).flatMap(({ text }) => text ?? []).join('');
}

/** Runs a notebook that writes its kernel's process id to a file and then waits. */
async function startEndless(): Promise<{ child: ChildProcess; kernel: number }> {
  const file = join(folder, 'pid');
  rmSync(file, { force: true });
  write(
    notebook,
    `import { writeFileSync } from 'node:fs';`,
    `await new Promise((resolve) => setTimeout(resolve, 100));
writeFileSync(${JSON.stringify(file)}, String(process.pid));
await new Promise((resolve) => setTimeout(resolve, 60000));`,
  );
  const child = spawn(python, [runner, notebook, copy], { stdio: ['ignore', 'ignore', 'inherit'] });
  while (!existsSync(file) || readFileSync(file, 'utf8') === '') await sleep(50);
  return { child, kernel: Number(readFileSync(file, 'utf8')) };
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
