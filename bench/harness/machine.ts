import { cpus, totalmem } from 'node:os';
import { cpuFlags } from '../../lib/runtime/cpu';

/** What every number depends on. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  /** The widest vector instructions: `AVX-512 with BF16`. */
  readonly instructions: string;
  /** GB. */
  readonly memory: number;
  readonly node: string;
}

/** Instruction sets from the widest, by a flag of /proc/cpuinfo. */
const INSTRUCTIONS = [
  ['amx_bf16', 'AMX'],
  ['avx512_bf16', 'AVX-512 with BF16'],
  ['avx512f', 'AVX-512'],
  ['avx2', 'AVX2'],
  ['avx', 'AVX'],
] as const;

export function machine(): Machine {
  const flags = cpuFlags();
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    instructions: INSTRUCTIONS.find(([flag]) => flags.has(flag))?.[1] ?? 'SSE',
    memory: Math.round(totalmem() / 1e9),
    node: process.version,
  };
}
