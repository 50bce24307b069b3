import { median } from './quantile';
import { type Contender, Worker } from './worker';

export interface RaceOptions {
  /** Rounds in which the finalists take turns, ≥ 1. */
  readonly steps: number;
  /** Unmeasured steps before a heat, which capture, compile and fill caches. */
  readonly warmUp: number;
  /** Threads per contender. */
  readonly threads: number;
  /** Number of rivals in the final, the fastest ones of the heats. */
  readonly finalists: number;
  readonly signal: AbortSignal;
  /** Checks what a rival says about itself against ours. @returns why it is not comparable; undefined if it is */
  readonly check?: (
    about: Readonly<Record<string, unknown>>,
    ours: Readonly<Record<string, unknown>>,
  ) => string | undefined;
  readonly onProgress?: (what: string) => void;
}

/** The measurements of one contender. */
export interface Result {
  readonly name: string;
  readonly about: Readonly<Record<string, unknown>>;
  /** Milliseconds of each step: of the final, or of the heat for a contender that was not in it. */
  readonly times: readonly number[];
  readonly final: boolean;
  /** Peak resident memory in MB; undefined where the system does not tell. */
  readonly peak: number | undefined;
}

/** A contender without a measurement. */
export interface Absence {
  readonly name: string;
  readonly why: string;
}

export interface RaceResult {
  readonly ours: Result;
  readonly rivals: readonly Result[];
  readonly absent: readonly Absence[];
}

interface Runner {
  readonly name: string;
  readonly worker: Worker;
  readonly about: Record<string, unknown>;
  readonly heat: number[];
  readonly final: number[];
  peak: number | undefined;
}

/** Measured steps of a heat. */
const HEAT = 2;
/** A rival that is so many times slower than the fastest one is not measured a second time. */
const HOPELESS = 2;

/**
 * Finds the fastest of many rivals and compares it with ours: each rival runs alone first (its heat), only the fastest
 * ones stay in memory, and these and ours then take turns, one step each, so that other load on the machine affects
 * them alike. A rival that fails is reported and does not stop the others.
 *
 * @throws the signal's reason once it is aborted, and an error if ours fails
 */
export async function race(ours: Contender, rivals: readonly Contender[], options: RaceOptions): Promise<RaceResult> {
  const { steps, finalists, signal, onProgress } = options;
  const open = new Set<Worker>();
  const end = async (runner: Runner) => {
    runner.peak = runner.worker.peak();
    open.delete(runner.worker);
    await runner.worker.end();
  };
  try {
    onProgress?.(`${ours.name}, heat`);
    const mine = await heat(ours, open, options, Number.POSITIVE_INFINITY);
    const ran: Runner[] = [];
    const absent: Absence[] = [];
    for (const rival of rivals) {
      signal.throwIfAborted();
      onProgress?.(`${rival.name}, heat`);
      const before = new Set(open);
      const fastest = Math.min(...ran.map((runner) => median(runner.heat)));
      try {
        const runner = await heat(rival, open, options, fastest);
        const why = options.check?.(runner.about, mine.about);
        if (why !== undefined) throw new Error(why);
        ran.push(runner);
      } catch (error) {
        signal.throwIfAborted();
        absent.push({ name: rival.name, why: error instanceof Error ? error.message : String(error) });
        for (const worker of open) {
          if (before.has(worker)) continue;
          open.delete(worker);
          await worker.end();
        }
      }
      const inOrder = [...ran].sort((a, b) => median(a.heat) - median(b.heat));
      for (const runner of inOrder.slice(finalists)) if (open.has(runner.worker)) await end(runner);
    }
    const final = [mine, ...ran.filter(({ worker }) => open.has(worker))];
    onProgress?.(`final of ${final.map(({ name }) => name).join(', ')}`);
    for (let round = 0; round < steps; round++) {
      for (const { worker, final: times } of final) {
        signal.throwIfAborted();
        times.push(await worker.step());
      }
    }
    for (const runner of final) await end(runner);
    return { ours: resultOf(mine), rivals: ran.map(resultOf), absent };
  } finally {
    await Promise.all([...open].map((worker) => worker.end()));
  }
}

/** Starts a contender and measures it alone. */
async function heat(
  contender: Contender,
  open: Set<Worker>,
  { warmUp, threads, signal }: RaceOptions,
  fastest: number,
): Promise<Runner> {
  const worker = new Worker(contender, threads);
  open.add(worker);
  const about = await worker.ready();
  for (let i = 0; i < warmUp; i++) {
    signal.throwIfAborted();
    await worker.step();
  }
  const times: number[] = [];
  while (times.length < HEAT && !(times[0] > HOPELESS * fastest)) {
    signal.throwIfAborted();
    times.push(await worker.step());
  }
  return { name: contender.name, worker, about, heat: times, final: [], peak: undefined };
}

function resultOf({ name, about, heat, final, peak }: Runner): Result {
  return { name, about, times: final.length > 0 ? final : heat, final: final.length > 0, peak };
}
