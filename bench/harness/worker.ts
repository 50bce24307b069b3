import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { ROOT } from '../../lib/core/files';
import { TYPESCRIPT } from '../../scripts/system/typescript.cjs';

/** A program that does one step whenever a line comes, and answers with the milliseconds that it took. */
export interface Contender {
  /** As the report calls it: `fer-lab captured float32`. */
  readonly name: string;
  readonly command: readonly string[];
}

/** A contender among this project's programs, `bench/ours/FILE.ts`. */
export function ours(name: string, file: string, ...args: (string | number)[]): Contender {
  const program = join(ROOT, 'bench', 'ours', `${file}.ts`);
  return { name, command: [process.execPath, ...TYPESCRIPT, program, ...args.map(String)] };
}

/** A contender among the peers' programs, `bench/peers/FILE.py`. */
export function peer(name: string, file: string, ...args: (string | number)[]): Contender {
  const program = join(ROOT, 'bench', 'peers', `${file}.py`);
  return { name, command: [join(ROOT, '.venv', 'bin', 'python'), program, ...args.map(String)] };
}

/** A contender in a process of its own, which idles while the others take their turns. */
export class Worker {
  private readonly child: ChildProcess;
  private readonly lines: AsyncIterator<string>;

  /** @param threads that its libraries may compute in */
  constructor(
    readonly name: string,
    [program, ...args]: readonly string[],
    threads: number,
  ) {
    const [file, ...rest] = [...onCores(threads), program, ...args];
    const child = spawn(file, rest, { stdio: ['pipe', 'pipe', 'inherit'], env: environment(threads) });
    child.stdin.on('error', () => {}); // it has ended: the answer that is missing says so
    this.child = child;
    this.lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  }

  /** What it says of itself once it is ready, such as versions. */
  async ready(): Promise<Record<string, unknown>> {
    return JSON.parse(await this.line());
  }

  /** Does one more step. @returns the milliseconds that it took */
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
    if (done) throw new Error(`${this.name} ended early; what it said is above`);
    return value;
  }
}

/**
 * Keeps a process on as many cores as it may compute in: else its own threads, such as JavaScript's and TensorFlow's, hand
 * work to each other across cores, and that is what a short step measures. Where there is no taskset, it is not kept.
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
