import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { TestContext } from 'node:test';

/** The checkout that the tests run in. */
export const ROOT = resolve(__dirname, '..', '..');

const SOURCES = ['.gitignore', '.npmrc', 'biome.json', 'kernel', 'lab', 'package-lock.json', 'package.json'];
SOURCES.push(join('lib', 'runtime', 'native'), 'requirements', 'scripts', 'tsconfig.json', 'vendor');

/** A copy of the checkout that is removed after the test, without what the set-up makes. */
export function bareCheckout(context: TestContext, parent = tmpdir()): string {
  const folder = mkdtempSync(join(parent, 'checkout-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const name of SOURCES) cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  return folder;
}

/**
 * A copy that includes the set-up's results. Its files are hard links: the set-up writes new files and never into
 * existing ones, so that the checkout itself is safe.
 */
export function installedCheckout(context: TestContext): string {
  const parent = join(ROOT, '.cache'); // on the same disk, as links need it
  mkdirSync(parent, { recursive: true });
  const folder = bareCheckout(context, parent);
  for (const name of ['node_modules', '.venv']) {
    const { status } = spawnSync('cp', ['-al', join(ROOT, name), join(folder, name)], { stdio: 'inherit' });
    if (status !== 0) throw new Error(`${name} cannot be linked`);
  }
  return folder;
}

export interface Outcome {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly seconds: number;
}

/** A running command of the checkout: `kill` signals it and its processes, as a terminal's Ctrl-C does. */
export interface Running {
  readonly pid: number;
  readonly ended: Promise<Outcome>;
  /** Resolves to the match once stdout and stderr together have one. */
  says(pattern: RegExp): Promise<RegExpExecArray>;
  kill(signal: NodeJS.Signals): void;
}

/** Starts `node scripts/run.mjs ARGUMENTS` in a process group of its own. */
export function startCommand(folder: string, args: readonly string[], env?: NodeJS.ProcessEnv): Running {
  return start(folder, ['scripts/run.mjs', ...args], env);
}

/** Runs `node scripts/run.mjs ARGUMENTS` to its end. */
export function runCommand(folder: string, args: readonly string[], env?: NodeJS.ProcessEnv): Promise<Outcome> {
  return startCommand(folder, args, env).ended;
}

/** Starts Node in a folder. */
export function start(folder: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): Running {
  const began = performance.now();
  const { NODE_TEST_CONTEXT: _, ...clean } = env;
  const child = spawn(process.execPath, args, { cwd: folder, env: clean, detached: true });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output.stderr += text;
  });
  return {
    pid: child.pid!,
    ended: new Promise((done) => {
      child.on('close', (status, signal) => {
        done({ ...output, status, signal, seconds: (performance.now() - began) / 1000 });
      });
    }),
    says: (pattern) =>
      new Promise((done, fail) => {
        const look = () => {
          const match = pattern.exec(output.stdout + output.stderr);
          if (match) done(match);
        };
        child.stdout.on('data', look);
        child.stderr.on('data', look);
        child.on('close', () => fail(new Error(`ended without saying ${pattern}: ${output.stdout}${output.stderr}`)));
        look();
      }),
    kill: (signal) => process.kill(-child.pid!, signal),
  };
}
