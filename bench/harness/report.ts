import { resolve } from 'node:path';
import { writeWhole } from '../../lib/core/files';
import type { ComparisonResult } from './compare-network';
import { type Machine, machine } from './machine';
import type { Phase, PhaseResult } from './phase';

/** A phase with its measurements. */
export interface MeasuredPhase extends PhaseResult {
  readonly name: string;
  readonly what: string;
  readonly goal?: Phase['goal'];
}

/** All results of a bench: what its JSON file contains. */
export interface Report {
  readonly machine: Machine;
  /** ISO 8601. */
  readonly date: string;
  readonly threads: number;
  readonly comparisons: readonly ComparisonResult[];
  readonly phases: readonly MeasuredPhase[];
  /** Parts that were planned and not measured, with the reason. */
  readonly skipped: readonly { readonly part: string; readonly why: string }[];
  /** Seconds that each part took. */
  readonly seconds: Readonly<Record<string, number>>;
}

/** A report that grows with each part and is on disk after each. */
export class GrowingReport {
  private comparisons: readonly ComparisonResult[] = [];
  private phases: readonly MeasuredPhase[] = [];
  private skipped: Report['skipped'] = [];
  private seconds: Readonly<Record<string, number>> = {};
  private readonly date = new Date().toISOString();

  /** @param file written whole after each part */
  constructor(
    private readonly threads: number,
    private readonly file: string,
  ) {}

  get report(): Report {
    const { threads, date, comparisons, phases, skipped, seconds } = this;
    return { machine: machine(), date, threads, comparisons, phases, skipped, seconds };
  }

  /** Runs a part and adds its seconds. */
  async part<T>(name: string, measure: () => Promise<T>): Promise<T> {
    const began = performance.now();
    const result = await measure();
    this.seconds = { ...this.seconds, [name]: (performance.now() - began) / 1000 };
    return result;
  }

  addComparison(comparison: ComparisonResult): void {
    this.comparisons = [...this.comparisons, comparison];
    this.write();
  }

  addPhase(phase: MeasuredPhase): void {
    this.phases = [...this.phases, phase];
    this.write();
  }

  skip(part: string, why: string): void {
    this.skipped = [...this.skipped, { part, why }];
    this.write();
  }

  private write(): void {
    writeWhole(resolve(this.file), `${JSON.stringify(this.report, null, 1)}\n`);
  }
}
