import { bool } from './attributes';
import { DataType, device, eagerly, execute, tf } from './backend';
import { cpuFlags } from './cpu';
import { convert } from './kernels/cast';
import { AMX } from './kernels/own-convolution';

/**
 * Minimum batch size for ops that other libraries may lack. Graphs to export are recorded with fewer images, so that
 * other libraries can run them.
 */
export const FEWEST_IMAGES = 16;

/** Whether the ops of `lib/runtime/native/` can run, except those by AMX: on CPUs with AVX2. */
export function hasOwnOps(): boolean {
  return device().kind === 'cpu' && cpuFlags().has('avx2') && cpuFlags().has('fma');
}

const AMX_FLAGS = ['amx_tile', 'amx_bf16', 'avx512_bf16', 'avx512f', 'avx512bw', 'avx512dq', 'avx512vl'];
let amx: boolean | undefined;

/** Whether the ops by AMX can run: on CPUs that have it, if the system grants the process memory for tiles. */
export function hasAmxOps(): boolean {
  amx ??= hasOwnOps() && AMX_FLAGS.every((flag) => cpuFlags().has(flag)) && eagerly(isAmxAllowed);
  return amx;
}

function isAmxAllowed(): boolean {
  const [images, filter] = [tf.zeros([1, 1, 1, 32]), tf.zeros([3, 3, 32, 32])];
  try {
    tf.tidy(() => execute(AMX.convolution, [bool('gradient', false)], [convert(images, DataType.bfloat16), filter]));
    return true;
  } catch {
    return false;
  } finally {
    tf.dispose([images, filter]);
  }
}
