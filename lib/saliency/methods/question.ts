import type { Probe } from '../probe';
import type { Watched } from '../sweep';

/** What every method is asked: where in these images is what speaks for their targets? */
export interface Question extends Watched {
  readonly probe: Probe;
  /** Gray values 0–1, `[n, 40, 40]`. */
  readonly images: Float32Array;
  /** Each image's target, `[n, 7]`. */
  readonly weights: Float32Array;
  /** What the network says of these images, `[n, 7]`. */
  readonly logits: Float32Array;
}
