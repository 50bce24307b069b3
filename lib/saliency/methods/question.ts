import type { Probe } from '../probe';
import type { Watched } from '../sweep';

/** What every method is asked: where in these images is what speaks for their targets? */
export interface Question extends Watched {
  readonly probe: Probe;
  /** Gray values 0–1, `[n, size, size]`. */
  readonly images: Float32Array;
  /** Each image's target, `[n, classes]`. */
  readonly weights: Float32Array;
  /** What the network says of these images, `[n, classes]`. */
  readonly logits: Float32Array;
}
