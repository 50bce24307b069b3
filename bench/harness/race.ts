import { median } from './quantile';
import { reasonOf } from './reason';
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
  /** Peak resident memory in MB; undefined if the system does not report it. */
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
  const { steps, finalists, signal, onProgress, threads } = options;
  const open = new Set<Worker>();
  const start = (contender: Contender): Starting => {
    const worker = new Worker(contender, threads);
    open.add(worker);
    const ready = worker.ready();
    ready.catch(() => {}); // reported when its turn comes
    return { name: contender.name, worker, ready };
  };
  const end = async (worker: Worker) => {
    open.delete(worker);
    await worker.end();
  };
  const retire = async (runner: Runner) => {
    runner.peak = runner.worker.peak();
    await end(runner.worker);
  };
  try {
    const ran: Runner[] = [];
    const absent: Absence[] = [];
    let next: Starting | undefined = start(ours);
    let mine: Runner | undefined;
    for (const [i, { name }] of [ours, ...rivals].entries()) {
      signal.throwIfAborted();
      onProgress?.(`${name}, heat`);
      const current: Starting = next!;
      next = undefined;
      try {
        const about = await current.ready;
        const why = mine && options.check?.(about, mine.about);
        if (why !== undefined) throw new Error(why);
        // The next contender loads its libraries while this one compiles, and idles when this one is measured.
        if (i < rivals.length) next = start(rivals[i]);
        const fastest = Math.min(...ran.map((runner) => median(runner.heat)));
        const times = await heat(current.worker, fastest, options, next?.ready);
        const runner: Runner = { name, worker: current.worker, about, heat: times, final: [], peak: undefined };
        if (mine) ran.push(runner);
        else mine = runner;
      } catch (error) {
        signal.throwIfAborted();
        if (!mine) throw error;
        absent.push({ name, why: reasonOf(error) });
        await end(current.worker);
        if (i < rivals.length) next ??= start(rivals[i]);
      }
      const inOrder = [...ran].sort((a, b) => median(a.heat) - median(b.heat));
      for (const runner of inOrder.slice(finalists)) if (open.has(runner.worker)) await retire(runner);
    }
    const final = [mine!, ...ran.filter(({ worker }) => open.has(worker))];
    onProgress?.(`final of ${final.map(({ name }) => name).join(', ')}`);
    for (let round = 0; round < steps; round++) {
      for (const { worker, final: times } of final) {
        signal.throwIfAborted();
        times.push(await worker.step());
      }
    }
    for (const runner of final) await retire(runner);
    return { ours: resultOf(mine!), rivals: ran.map(resultOf), absent };
  } finally {
    await Promise.all([...open].map((worker) => worker.end()));
  }
}

/** A contender that loads its libraries. */
interface Starting {
  readonly name: string;
  readonly worker: Worker;
  readonly ready: Promise<Record<string, unknown>>;
}

/** Measures a contender alone. @param quiet settles when the next contender has loaded its libraries */
async function heat(
  worker: Worker,
  fastest: number,
  { warmUp, signal }: RaceOptions,
  quiet: Promise<unknown> | undefined,
): Promise<number[]> {
  for (let i = 0; i < warmUp; i++) {
    signal.throwIfAborted();
    await worker.step();
  }
  await quiet?.catch(() => {});
  const times: number[] = [];
  while (times.length < HEAT && !(times[0] > HOPELESS * fastest)) {
    signal.throwIfAborted();
    times.push(await worker.step());
  }
  return times;
}

function resultOf({ name, about, heat, final, peak }: Runner): Result {
  return { name, about, times: final.length > 0 ? final : heat, final: final.length > 0, peak };
}
