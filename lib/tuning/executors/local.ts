import { type ChildProcess, fork } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TYPESCRIPT } from '../../../scripts/system/typescript.cjs';
import { InputError } from '../../core/errors';
import { makeFolder, ROOT } from '../../core/files';
import type { Job } from '../plan';
import { shareKinds } from '../share-kinds';
import type { OpenedStudy } from '../store';
import { checkWorkers, type Death, type Executor, type ExecutorOf } from './executor';
import { machineShare } from './machine-share';

export interface LocalOptions {
  /** Number of concurrent processes, ≥ 1. @default 2 */
  readonly workers?: number;
}

/**
 * Trains trials in several processes on this machine, which share its cores, and its GPUs if CUDA_VISIBLE_DEVICES lists
 * several. If a process dies, its trial resumes from its last checkpoint. The processes know networks that a notebook
 * defined from layers of `layers`; optimizers and other kinds must be in files.
 */
export function localProcesses({ workers = 2 }: LocalOptions = {}): ExecutorOf {
  checkWorkers(workers);
  return (study) => {
    shareKinds(study);
    return new LocalProcesses(study, workers);
  };
}

/** Node's arguments for running TypeScript: those of this process, unless it is a notebook's kernel. */
export function nodeArguments(): string[] {
  const own = process.execArgv;
  return own.includes(TYPESCRIPT[1]) ? own : TYPESCRIPT;
}

class LocalProcesses implements Executor {
  /** Processes by number. Each is started with its first job and restarted if it died. */
  private readonly children: (ChildProcess | undefined)[];
  private readonly busy = new Set<number>();

  constructor(
    private readonly study: OpenedStudy,
    readonly slots: number,
  ) {
    this.children = Array.from({ length: slots });
  }

  async run(job: Job, signal: AbortSignal): Promise<Death | undefined> {
    const number = this.children.findIndex((_, i) => !this.busy.has(i));
    this.busy.add(number);
    const child = this.children[number] ?? this.start(number);
    this.children[number] = child;
    const terminate = () => {
      this.forget(number, child); // it ends after reporting its job, so it cannot take another
      child.kill('SIGTERM');
    };
    signal.addEventListener('abort', terminate);
    try {
      return await this.work(child, number, job);
    } finally {
      signal.removeEventListener('abort', terminate);
      this.busy.delete(number);
    }
  }

  close(): void {
    for (const child of this.children) if (child?.connected) child.disconnect(); // then it ends by itself
  }

  /** Resolves when the process reports that the job is done, or has died. */
  private work(child: ChildProcess, number: number, job: Job): Promise<Death | undefined> {
    return new Promise((resolve, reject) => {
      const done = () => {
        child.off('exit', died);
        resolve(undefined);
      };
      const died = (code: number | null, signal: NodeJS.Signals | null) => {
        child.off('message', done);
        const last = lastLine(this.log(number));
        if (code === 2) reject(new InputError('executor', 'local', last.replace(/^error: /, '')));
        else resolve({ reason: signal ? `ended by ${signal}` : `exit status ${code}: ${last}` });
      };
      child.once('message', done);
      child.once('exit', died);
      child.send(job, () => {}); // if sending fails, the process has ended and its exit event reports that
    });
  }

  private start(number: number): ChildProcess {
    makeFolder(join(this.study.folder, 'workers'));
    const log = openSync(this.log(number), 'a');
    try {
      const child = fork(join(ROOT, 'lib', 'cli', 'worker.ts'), [`study=${this.study.folder}`], {
        cwd: ROOT,
        execArgv: nodeArguments(),
        env: { ...process.env, ...machineShare(number, this.slots) },
        stdio: ['ignore', log, log, 'ipc'],
      });
      child.once('exit', () => this.forget(number, child));
      return child;
    } finally {
      closeSync(log);
    }
  }

  /** Makes the next job start a new process. */
  private forget(number: number, child: ChildProcess): void {
    if (this.children[number] === child) this.children[number] = undefined;
  }

  private log(number: number): string {
    return join(this.study.folder, 'workers', `${number + 1}.log`);
  }
}

function lastLine(file: string): string {
  return readFileSync(file, 'utf8').trimEnd().split('\n').at(-1) || 'no reason in its log';
}
