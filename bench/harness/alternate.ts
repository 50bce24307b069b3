import { type Contender, Worker } from './worker';

export interface AlternateOptions {
  /** Steps of each that count, ≥ 1. */
  readonly steps: number;
  /** Steps of each before these, which capture, choose kernels and fill caches. */
  readonly warmUp: number;
  /** Threads that each may compute in. */
  readonly threads: number;
  readonly signal: AbortSignal;
  readonly onProgress?: (done: number, of: number) => void;
}

/** What one contender did. */
export interface Timing {
  readonly name: string;
  readonly about: Readonly<Record<string, unknown>>;
  /** Milliseconds of each step. */
  readonly times: number[];
}

/**
 * Lets contenders take turns, a step each, so that whatever else the machine does meets all of them alike.
 * @throws the signal's reason once it is aborted
 */
export async function alternate(contenders: readonly Contender[], options: AlternateOptions): Promise<Timing[]> {
  const { steps, warmUp, threads, signal, onProgress } = options;
  const workers: Worker[] = [];
  try {
    const timings: Timing[] = [];
    for (const { name, command } of contenders) {
      const worker = new Worker(name, command, threads);
      workers.push(worker);
      timings.push({ name, about: await worker.ready(), times: [] });
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
