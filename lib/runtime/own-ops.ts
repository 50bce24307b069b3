import { device } from './backend';
import { cpuFlags } from './cpu';

/**
 * Minimum batch size for ops that other libraries may lack. Graphs to export are recorded with fewer images, so that
 * other libraries can run them.
 */
export const FEWEST_IMAGES = 16;

/** Whether the ops of `lib/runtime/native/` can run: on CPUs with AVX2. */
export function hasOwnOps(): boolean {
  return device().kind === 'cpu' && cpuFlags().has('avx2') && cpuFlags().has('fma');
}
