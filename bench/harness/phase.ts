import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../lib/core/files';
import { alternate, type Timing } from './alternate';
import { OURS } from './compare-network';
import type { Absence } from './race';
import type { Contender } from './worker';

/** What a phase measures with. */
export interface PhaseOptions {
  /** Measured rounds. */
  readonly steps: number;
  /** Threads per contender. */
  readonly threads: number;
  /** For its files; phases share it. */
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly onProgress?: (what: string) => void;
}

/** Milliseconds of each round. */
export interface PhaseResult {
  readonly ours: Timing;
  readonly theirs: readonly Timing[];
  readonly absent: readonly Absence[];
  /** What the numbers depend on besides the machine. */
  readonly note?: string;
}

/** Something that users wait for, and how it is measured. */
export interface Phase {
  /** As in a table: `export of three figures`. */
  readonly what: string;
  /** How many times as fast as the fastest peer, or how many seconds at most, the project aims for. */
  readonly goal?: { readonly times: number } | { readonly seconds: number };
  /** Measured rounds by default. */
  readonly steps: number;
  /** Threads by default. @default all cores */
  readonly threads?: number;
  measure(options: PhaseOptions): Promise<PhaseResult>;
}

/** Measures contenders in alternating rounds; the first one is ours. Those that are not installed are reported. */
export async function alternated(
  [mine, ...rivals]: readonly Contender[],
  options: PhaseOptions,
  warmUp: number,
): Promise<PhaseResult> {
  const isHere = ({ packages }: Contender) =>
    packages === undefined || existsSync(join(ROOT, '.venv', packages, '.setup'));
  const onProgress = (done: number, of: number) => options.onProgress?.(`step ${done} of ${of}`);
  const [ours, ...theirs] = await alternate([mine, ...rivals.filter(isHere)], { ...options, warmUp, onProgress });
  const absent = rivals.filter((rival) => !isHere(rival));
  return { ours, theirs, absent: absent.map(({ name }) => ({ name, why: 'not installed' })) };
}

/** Measures something without a counterpart elsewhere. @param once does it and returns its milliseconds */
export async function repeated(
  { steps, signal, onProgress }: PhaseOptions,
  warmUp: number,
  once: () => Promise<number>,
): Promise<PhaseResult> {
  const times: number[] = [];
  for (let round = 0; round < warmUp + steps; round++) {
    signal.throwIfAborted();
    const time = await once();
    if (round >= warmUp) times.push(time);
    onProgress?.(`round ${round + 1} of ${warmUp + steps}`);
  }
  return { ours: { name: OURS, about: {}, times }, theirs: [], absent: [] };
}
