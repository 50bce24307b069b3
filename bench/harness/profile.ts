import { join } from 'node:path';
import { ROOT } from '../../lib/core/files';
import type { Network } from '../../lib/models/network';
import { OPS_PATH } from '../../scripts/setup/addon.mjs';
import { tenCropStep } from '../ours/ten-crop-step';
import { trainingStep } from '../ours/training-step';
import { alternate } from './alternate';
import { writeCapturedGraph } from './captured-graph';
import { table, timeText } from './markdown';
import { output } from './program';
import { median } from './quantile';
import type { Job } from './task';
import type { TypeName } from './types';
import { environment, ours } from './worker';

export interface ProfileOptions {
  readonly job: Job;
  /** Type of the activations. */
  readonly precision: TypeName;
  /** Images per step. */
  readonly batch: number;
  /** Traced steps. */
  readonly steps: number;
  readonly threads: number;
  /** For the graph. */
  readonly folder: string;
  readonly signal: AbortSignal;
}

/** The kernels with the same shapes, per step. */
interface KernelTime {
  readonly kernel: string;
  /** Of the inputs and of the output. */
  readonly shapes: string;
  readonly calls: number;
  readonly ms: number;
  /** Multiplications and additions of convolutions and products; 0 for other kernels. */
  readonly gflop: number;
}

export interface Profile {
  /** Milliseconds of each step here, replayed without a trace, and with it. */
  readonly here: readonly number[];
  readonly plain: readonly number[];
  readonly traced: readonly number[];
  readonly kernels: readonly KernelTime[];
  /** Speed of the product of two large matrices on the same cores. */
  readonly peakGflopPerSecond: number;
}

/**
 * Times every kernel of a network's captured step. The addon cannot trace, so the very graph that the step runs is
 * replayed by the Python package of the same TensorFlow with the same settings, which can.
 */
export async function profileGraph(network: Network, options: ProfileOptions): Promise<Profile> {
  const { job, precision, batch, steps, threads, folder, signal } = options;
  const mode = { mode: 'captured', precision, batch } as const;
  const step = job === 'step' ? trainingStep(network, mode) : tenCropStep(network, mode);
  writeCapturedGraph(folder, () => {
    step();
    step();
  });
  const here = Array.from({ length: steps + 1 }, () => {
    const began = performance.now();
    step();
    return performance.now() - began;
  }).slice(1);
  const [gemm] = await alternate([ours('GEMM', 'gemm', 'float32')], { steps, warmUp: 2, threads, signal });
  const tracer = [join(ROOT, '.venv', 'bin', 'python'), join(ROOT, 'bench', 'peers', 'graph_trace.py')];
  const env = environment({ packages: 'peers-keras' }, threads);
  const replayed = JSON.parse(await output([...tracer, folder, String(steps), join(ROOT, OPS_PATH)], signal, env));
  const peakGflopPerSecond = (1000 * Number(gemm.about.gemm_gflop)) / median(gemm.times);
  return { here, ...replayed, peakGflopPerSecond };
}

/** A profile as Markdown: by kernel, and the `rows` most expensive kernels by their shapes. */
export function profileText(
  { here, plain, traced, kernels, peakGflopPerSecond }: Profile,
  title: string,
  rows: number,
): string {
  const total = kernels.reduce((sum, { ms }) => sum + ms, 0);
  const byKernel = [...new Set(kernels.map(({ kernel }) => kernel))].map((kernel): KernelTime => {
    const same = kernels.filter((one) => one.kernel === kernel);
    const sum = (of: 'calls' | 'ms' | 'gflop') => same.reduce((total, one) => total + one[of], 0);
    return { kernel, shapes: '', calls: sum('calls'), ms: sum('ms'), gflop: sum('gflop') };
  });
  const cells = ({ calls, ms, gflop }: KernelTime) => [
    calls.toFixed(0),
    timeText(ms),
    `${((100 * ms) / total).toFixed(1)} %`,
    gflop > 0.001 ? ((1000 * gflop) / ms).toFixed(0) : '',
  ];
  const sorted = (all: readonly KernelTime[]) => [...all].sort((a, b) => b.ms - a.ms).slice(0, rows);
  const numbers = ['calls', 'time', 'share', 'GFLOP/s'];
  const times = `here ${timeText(median(here))}, replayed ${timeText(median(plain))}, traced ${timeText(median(traced))}`;
  return [
    `${title}: a step takes ${times}; its kernels take ${timeText(total)} in all, more than the step if they overlap.`,
    `Product of two 2048×2048 matrices: ${peakGflopPerSecond.toFixed(0)} GFLOP/s.`,
    table(
      ['kernel', ...numbers],
      sorted(byKernel).map((row) => [row.kernel, ...cells(row)]),
    ),
    table(
      ['kernel', 'inputs → output', ...numbers],
      sorted(kernels).map((row) => [row.kernel, row.shapes, ...cells(row)]),
    ),
  ].join('\n\n');
}
