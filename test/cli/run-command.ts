import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { ROOT } from '../../lib/core/files';
import { TYPESCRIPT } from '../../scripts/system/typescript.cjs';

export interface Ended {
  /** Null if a signal ended the process. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command of the library to its end. */
type RunCommand = (name: string, ...args: string[]) => Promise<Ended>;

/**
 * Node's arguments for a command of the library in a process of its own.
 *
 * @param node more of them, before the program
 */
export function programOf(name: string, node: readonly string[] = []): string[] {
  return [...TYPESCRIPT, ...node, join(ROOT, 'lib', 'cli', `${name}.ts`)];
}

/** Asserts that a command was refused: status 2, and one line that says why. */
export function assertRefused({ status, stderr }: Ended, line: RegExp): void {
  assert.equal(status, 2, stderr);
  assert.match(stderr.trimEnd(), line);
  assert.equal(stderr.trimEnd().split('\n').length, 1, stderr);
}

interface Host {
  readonly child: ChildProcess;
  /** What it has written, to files: TensorFlow's messages can be suppressed there but not in a pipe. */
  readonly outputs: readonly (() => string)[];
}

/**
 * Runs commands one after another in a process of the test file, which ends with its tests: a command of its own process
 * spends more time on loading `lib`, TensorFlow and Chromium than on a test's few images.
 *
 * @param options.cwd the checkout
 * @param options.node arguments of Node before the program
 */
export function commandRunner({ cwd = ROOT, node = [] as readonly string[] } = {}): RunCommand {
  const scratch = mkdtempSync(join(tmpdir(), 'fer-host-'));
  let host: Host | undefined;
  after(() => {
    host?.child.disconnect();
    rmSync(scratch, { recursive: true });
  });
  return async (...command) => {
    host ??= start(scratch, cwd, node);
    const { child, outputs } = host;
    const before = outputs.map((read) => read().length);
    const ended = new Promise<number | null>((resolve) => {
      child.once('message', resolve);
      child.once('exit', resolve);
    });
    child.send(command);
    const status = await ended;
    child.removeAllListeners();
    if (!child.connected) host = undefined;
    const [stdout, stderr] = outputs.map((read, i) => read().slice(before[i]));
    return { status, stdout, stderr };
  };
}

function start(scratch: string, cwd: string, node: readonly string[]): Host {
  const files = ['stdout', 'stderr'].map((name) => join(scratch, name));
  const handles = files.map((file) => openSync(file, 'w'));
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const args = [...TYPESCRIPT, ...node, join(__dirname, 'command-host.cjs')];
  const child = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', ...handles, 'ipc'] });
  handles.forEach(closeSync);
  return { child, outputs: files.map((file) => () => readFileSync(file, 'utf8')) };
}
