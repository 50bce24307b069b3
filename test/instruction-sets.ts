import { readFileSync } from 'node:fs';
import { flagsOf } from '../lib/runtime/cpu';

/** oneDNN's names of instruction sets that have no bfloat16. */
const WITHOUT_BFLOAT16 = ['SSE41', 'AVX', 'AVX2', 'AVX2_VNNI'];

/**
 * Why tests of bfloat16 are skipped, otherwise false: TensorFlow checks whether the CPU has AVX-512 and then passes
 * bfloat16 to oneDNN, which ONEDNN_MAX_CPU_ISA keeps from using it; the process aborts. CPUs without AVX-512 are not
 * affected.
 */
export const bfloat16Skip =
  WITHOUT_BFLOAT16.includes(process.env.ONEDNN_MAX_CPU_ISA ?? '') && hasAvx512()
    ? 'ONEDNN_MAX_CPU_ISA hides AVX-512 from oneDNN but not from TensorFlow'
    : false;

/** Whether the CPU has it, allowed or not. */
function hasAvx512(): boolean {
  return flagsOf(readFileSync('/proc/cpuinfo', 'utf8')).has('avx512f');
}
