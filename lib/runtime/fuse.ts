import { device } from './backend';
import { activeRecorder } from './capture/recorder';

/**
 * Runs `body`. In a captured step on a CPU, TensorFlow's compiler XLA makes loops of its ops, which spares the memory
 * traffic between them. For arithmetic on many elements, such as pixels or weights: the compiler's convolutions and
 * matrix products are slower than TensorFlow's kernels, and what a few ops would do for a batch it may do again for every
 * pixel.
 */
export function fused<T>(body: () => T): T {
  const recorder = device().kind === 'cpu' ? activeRecorder() : undefined;
  return recorder ? recorder.compile(body) : body();
}
