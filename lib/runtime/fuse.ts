import { device } from './backend';
import { activeRecorder } from './capture/recorder';

/**
 * Runs `body`. In a captured step on a CPU, the XLA compiler turns its ops into loops, which avoids memory traffic
 * between ops. Use it for elementwise arithmetic on many elements, such as pixels or weights: XLA's convolutions and
 * matrix products are slower than TensorFlow's kernels, and XLA may repeat per-batch work for every pixel.
 */
export function fused<T>(body: () => T): T {
  const recorder = device().kind === 'cpu' ? activeRecorder() : undefined;
  return recorder ? recorder.compile(body) : body();
}
