import type { Probe } from '../probe';
import type { Watched } from '../sweep';

/** The input of every method: images and targets. */
export interface Question extends Watched {
  readonly probe: Probe;
  /** Gray values 0–1, `[n, size, size]`. */
  readonly images: Float32Array;
  /** Each image's target, `[n, classes]`. */
  readonly weights: Float32Array;
  /** The network's logits for these images, `[n, classes]`. */
  readonly logits: Float32Array;
}
