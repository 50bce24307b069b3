import { type Contender, Worker } from './worker';

export interface AlternateOptions {
  /** Measured steps of each contender, ≥ 1. */
  readonly steps: number;
  /** Unmeasured steps before these, which capture, select kernels and fill caches. */
  readonly warmUp: number;
  /** Threads per contender. */
  readonly threads: number;
  readonly signal: AbortSignal;
  readonly onProgress?: (done: number, of: number) => void;
}

/** The measurements of one contender. */
export interface Timing {
  readonly name: string;
  readonly about: Readonly<Record<string, unknown>>;
  /** Milliseconds of each step. */
  readonly times: number[];
}

/**
 * Runs one step of each contender in turn, so that other load on the machine affects all of them alike.
 * @throws the signal's reason once it is aborted
 */
export async function alternate(contenders: readonly Contender[], options: AlternateOptions): Promise<Timing[]> {
  const { steps, warmUp, threads, signal, onProgress } = options;
  const workers: Worker[] = [];
  try {
    const timings: Timing[] = [];
    for (const contender of contenders) {
      const worker = new Worker(contender, threads);
      workers.push(worker);
      timings.push({ name: contender.name, about: await worker.ready(), times: [] });
    }
    const rounds = warmUp + steps;
    for (let round = 0; round < rounds; round++) {
      for (const [i, worker] of workers.entries()) {
        signal.throwIfAborted();
        const time = await worker.step();
        if (round >= warmUp) timings[i].times.push(time);
        onProgress?.(round * workers.length + i + 1, rounds * workers.length);
      }
    }
    return timings;
  } finally {
    await Promise.all(workers.map((worker) => worker.end()));
  }
}
