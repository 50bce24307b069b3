import type { Probe } from '../probe';
import type { Watched } from '../sweep';

/** The input of every method: images and targets. */
export interface Question extends Watched {
  readonly probe: Probe;
  /** Gray values 0–1, `[n, 40, 40]`. */
  readonly images: Float32Array;
  /** Each image's target, `[n, 7]`. */
  readonly weights: Float32Array;
  /** The network's logits for these images, `[n, 7]`. */
  readonly logits: Float32Array;
}
