import { device } from './backend';
import { cpuFlags } from './cpu';

/** Whether the ops of `lib/runtime/native/` can run: on CPUs with AVX2. */
export function hasOwnOps(): boolean {
  return device().kind === 'cpu' && cpuFlags().has('avx2') && cpuFlags().has('fma');
}
