import { PHASES, type PhaseName } from '../phases/index';
import type { Phase } from './phase';
import { progressTo } from './progress';
import { reasonOf } from './reason';
import type { GrowingReport } from './report';

export interface MeasurePhaseOptions {
  readonly threads: number;
  /** Measured rounds. @default the phase's own */
  readonly steps?: number;
  /** For its files; phases share it. */
  readonly folder: string;
  readonly signal: AbortSignal;
}

/** Measures a phase and adds it to a report. A phase that fails is reported there and does not stop the others. */
export async function measurePhase(
  name: PhaseName,
  report: GrowingReport,
  { threads, steps, folder, signal }: MeasurePhaseOptions,
): Promise<void> {
  const phase: Phase = PHASES[name];
  const { what, goal } = phase;
  const options = {
    threads: Math.min(threads, phase.threads ?? threads),
    steps: steps ?? phase.steps,
    folder,
    signal,
    onProgress: progressTo(what),
  };
  try {
    const result = await report.part(name, () => phase.measure(options));
    report.addPhase({ name, what, goal, ...result });
  } catch (error) {
    signal.throwIfAborted();
    report.skip(what, reasonOf(error));
  }
}
