import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { ROOT } from '../../lib/core/files';
import { TYPESCRIPT } from '../../scripts/system/typescript.cjs';

/** A program that runs one step per line of input and answers with the duration in ms. */
export interface Contender {
  /** Name in the report, such as `fer-lab captured float32`. */
  readonly name: string;
  readonly command: readonly string[];
}

/** A contender from this project, `bench/ours/FILE.ts`. */
export function ours(name: string, file: string, ...args: (string | number)[]): Contender {
  const program = join(ROOT, 'bench', 'ours', `${file}.ts`);
  return { name, command: [process.execPath, ...TYPESCRIPT, program, ...args.map(String)] };
}

/** A contender from another project, `bench/peers/FILE.py`. */
export function peer(name: string, file: string, ...args: (string | number)[]): Contender {
  const program = join(ROOT, 'bench', 'peers', `${file}.py`);
  return { name, command: [join(ROOT, '.venv', 'bin', 'python'), program, ...args.map(String)] };
}

/** A contender in its own process, which idles during the turns of the others. */
export class Worker {
  private readonly child: ChildProcess;
  private readonly lines: AsyncIterator<string>;

  /** @param threads threads for its libraries */
  constructor(
    readonly name: string,
    [program, ...args]: readonly string[],
    threads: number,
  ) {
    const [file, ...rest] = [...onCores(threads), program, ...args];
    const child = spawn(file, rest, { stdio: ['pipe', 'pipe', 'inherit'], env: environment(threads) });
    child.stdin.on('error', () => {}); // it has ended; the missing answer reports that
    this.child = child;
    this.lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  }

  /** Waits until the program is ready. Returns information about it, such as versions. */
  async ready(): Promise<Record<string, unknown>> {
    return JSON.parse(await this.line());
  }

  /** Runs one more step. @returns its duration in ms */
  async step(): Promise<number> {
    this.child.stdin!.write('\n');
    return Number(await this.line());
  }

  async end(): Promise<void> {
    this.child.kill();
    while (this.child.exitCode === null && this.child.signalCode === null) await sleep(10);
  }

  private async line(): Promise<string> {
    const { done, value } = await this.lines.next();
    if (done) throw new Error(`${this.name} ended early; its output is above`);
    return value;
  }
}

/**
 * Binds a process to as many cores as it has threads. Otherwise its threads (JavaScript's, TensorFlow's) pass work
 * between cores, which dominates short steps. Without taskset, the process is not bound.
 */
function onCores(threads: number): string[] {
  const isThere = threads < availableParallelism() && spawnSync('taskset', ['--version']).status === 0;
  return isThere ? ['taskset', '--cpu-list', `0-${threads - 1}`] : [];
}

function environment(threads: number): NodeJS.ProcessEnv {
  const most = String(threads);
  return {
    ...process.env,
    TF_NUM_INTRAOP_THREADS: most,
    TF_NUM_INTEROP_THREADS: most,
    OMP_NUM_THREADS: most,
    PYTHONPATH: join(ROOT, '.venv', 'peers'),
  };
}
