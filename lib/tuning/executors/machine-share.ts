import { availableParallelism } from 'node:os';

/** What several processes share. */
export interface SharedMachine {
  /** @default the cores that this process may use */
  readonly cores?: number;
  /** CUDA's list of visible GPUs, such as `0,1`. @default this process's */
  readonly cards?: string;
}

/**
 * The share of one of several processes of a machine's cores and GPUs, as environment variables of TensorFlow: cores
 * are divided, GPUs are assigned in turn.
 *
 * @param number of the process, from 0
 * @param processes their number
 */
export function machineShare(
  number: number,
  processes: number,
  { cores = availableParallelism(), cards = process.env.CUDA_VISIBLE_DEVICES }: SharedMachine = {},
): Record<string, string> {
  const threads = String(Math.max(1, Math.floor(cores / processes)));
  const gpus = cards?.split(',') ?? [];
  return {
    TF_NUM_INTRAOP_THREADS: threads,
    TF_NUM_INTEROP_THREADS: threads,
    OMP_NUM_THREADS: threads,
    ...(gpus.length > 1 ? { CUDA_VISIBLE_DEVICES: gpus[number % gpus.length] } : {}),
  };
}
