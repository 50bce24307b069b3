import { readFileSync } from 'node:fs';
import type { ComputeType } from '../models/network';
import { DataType, device } from '../runtime';
import type { Hyperparameters } from './hyperparameters';

/**
 * The element type that a run computes in. `auto` takes bfloat16 where the device multiplies it natively: on GPUs, and
 * on CPUs with AVX-512 BF16 or AMX. Elsewhere it would be emulated, several times slower than float32.
 */
export function computeType(precision: Hyperparameters['precision']): ComputeType {
  if (precision === 'float32') return DataType.float32;
  if (precision === 'mixed' || device().kind === 'gpu' || cpuMultipliesBfloat16()) return DataType.bfloat16;
  return DataType.float32;
}

/** Its name, for the log. */
export function computeName(compute: ComputeType): string {
  return compute === DataType.float32 ? 'float32' : 'mixed bfloat16';
}

function cpuMultipliesBfloat16(): boolean {
  try {
    return /\b(avx512_bf16|amx_bf16)\b/.test(readFileSync('/proc/cpuinfo', 'utf8'));
  } catch {
    return false;
  }
}
