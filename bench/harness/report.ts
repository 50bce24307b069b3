import { cpus } from 'node:os';
import type { Timing } from './alternate';
import { quantile } from './quantile';

/** The work of a step, for computing speeds. */
export interface Work {
  /** For example `images`. */
  readonly unit: string;
  /** Units per step. */
  readonly count: number;
}

/** A comparison of two contenders: how many times as fast the first one is. */
export interface Claim {
  readonly name: string;
  readonly ours: string;
  /** The fastest of these is compared. */
  readonly theirs: readonly string[];
  /** The ratio that the project aims for. */
  readonly goal: number;
}

/** Prints one line of JSON. */
export function report(bench: string, line: object): void {
  console.log(JSON.stringify({ bench, ...line }));
}

/** Prints the machine and the versions, on which every number depends. */
export function reportMachine(bench: string, timings: readonly Timing[], threads: number): void {
  const details = timings.flatMap(({ about }) => Object.entries(about));
  const versions = Object.fromEntries(details.filter(([, value]) => typeof value === 'string'));
  report(bench, {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    threads,
    node: process.version,
    ...versions,
  });
}

/** Prints one line per contender: median and quartiles of its steps, and the speed at the median. */
export function reportTimings(bench: string, timings: readonly Timing[], { unit, count }: Work): void {
  for (const { name, times } of timings) {
    const median = quantile(times, 0.5);
    report(bench, {
      name,
      median_ms: rounded(median),
      quartiles_ms: [rounded(quantile(times, 0.25)), rounded(quantile(times, 0.75))],
      steps: times.length,
      [`${unit}_per_second`]: rounded((1000 * count) / median),
    });
  }
}

/** Prints one line per claim whose contenders ran. */
export function reportClaims(bench: string, timings: readonly Timing[], claims: readonly Claim[]): void {
  for (const { name, ours, theirs, goal } of claims) {
    const mine = medianOf(timings, ours);
    const fastest = Math.min(...theirs.flatMap((rival) => medianOf(timings, rival) ?? []));
    if (mine === undefined || !Number.isFinite(fastest)) continue;
    report(bench, { ratio: name, times_as_fast: rounded(fastest / mine), goal });
  }
}

/** The median of a contender's steps in ms; undefined if it did not run. */
export function medianOf(timings: readonly Timing[], name: string): number | undefined {
  const times = timings.find((timing) => timing.name === name)?.times;
  return times && quantile(times, 0.5);
}

/** Rounds to four significant digits, which exceeds the accuracy of such a measurement. */
export function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
