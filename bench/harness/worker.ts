import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { ROOT } from '../../lib/core/files';
import { TYPESCRIPT } from '../../scripts/system/typescript.cjs';

/** Characters of a contender's errors that are kept for the message that it ended. */
const KEPT = 4000;

/** A program that runs one step per line of input and answers with the duration in ms. */
export interface Contender {
  /** Name in the report, such as `fer-lab captured float32`. */
  readonly name: string;
  readonly command: readonly string[];
  /** Folder in `.venv` of its Python packages. @default none, as for TypeScript */
  readonly packages?: string;
}

/** A contender from this project, `bench/ours/FILE.ts`. */
export function ours(name: string, file: string, ...args: (string | number)[]): Contender {
  const program = join(ROOT, 'bench', 'ours', `${file}.ts`);
  return { name, command: [process.execPath, ...TYPESCRIPT, program, ...args.map(String)] };
}

/** A contender from another project, `bench/peers/FILE.py`. */
export function peer(name: string, file: string, ...args: (string | number)[]): Contender {
  const program = join(ROOT, 'bench', 'peers', `${file}.py`);
  const command = [join(ROOT, '.venv', 'bin', 'python'), program, ...args.map(String)];
  return { name, command, packages: 'peers' };
}

/** A contender in its own process, which idles during the turns of the others. */
export class Worker {
  private readonly child: ChildProcess;
  private readonly lines: AsyncIterator<string>;
  private errors = '';

  /** @param threads threads for its libraries */
  constructor(
    private readonly contender: Contender,
    threads: number,
  ) {
    const [file, ...rest] = [...onCores(threads), ...contender.command];
    const child = spawn(file, rest, { stdio: 'pipe', env: environment(contender, threads) });
    child.stdin.on('error', () => {}); // it has ended; the missing answer reports that
    child.stderr.on('data', (text) => {
      this.errors = (this.errors + text).slice(-KEPT);
    });
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

  /** Runs one more step. @returns its result */
  async value(): Promise<unknown> {
    this.child.stdin!.write('value\n');
    return JSON.parse(await this.line());
  }

  /** Largest resident memory of the process so far, in MB; undefined if the system does not report it. */
  peak(): number | undefined {
    try {
      const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${this.child.pid}/status`, 'utf8'));
      return kilobytes ? (Number(kilobytes[1]) * 1024) / 1e6 : undefined;
    } catch {
      return undefined;
    }
  }

  async end(): Promise<void> {
    this.child.stdin!.end();
    this.child.kill();
    while (this.child.exitCode === null && this.child.signalCode === null) await sleep(10);
  }

  private async line(): Promise<string> {
    const { done, value } = await this.lines.next();
    if (!done) return value;
    await sleep(100); // for the rest of its errors
    const lines = this.errors.trim().split('\n');
    const why = lines.findLast((text) => /error/i.test(text)) ?? lines.at(-1);
    throw new Error(`${this.contender.name} ended early${why ? `: ${why.trim()}` : ''}`);
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

/** The environment of a contender: its threads, and its Python packages. */
export function environment({ packages }: Pick<Contender, 'packages'>, threads: number): NodeJS.ProcessEnv {
  const most = String(threads);
  return {
    ...process.env,
    TF_NUM_INTRAOP_THREADS: most,
    TF_NUM_INTEROP_THREADS: most,
    OMP_NUM_THREADS: most,
    ...(packages === undefined ? {} : { PYTHONPATH: join(ROOT, '.venv', packages) }),
    // What torch.compile has compiled serves later processes.
    TORCHINDUCTOR_CACHE_DIR: join(ROOT, '.cache', 'bench', 'inductor'),
  };
}
