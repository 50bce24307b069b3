import { device } from './backend';
import { cpuFlags } from './cpu';

/** With fewer images, networks use ops that other libraries have too: graphs for them are recorded with fewer. */
export const FEWEST_IMAGES = 16;

/** Whether the ops of `lib/runtime/native/` can run: on CPUs with AVX2. */
export function hasOwnOps(): boolean {
  return device().kind === 'cpu' && cpuFlags().has('avx2') && cpuFlags().has('fma');
}
