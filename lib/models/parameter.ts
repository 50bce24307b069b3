import type { NamedVariable } from '../runtime';

/** A tensor of a network, named as in PyTorch's state dict: `conv1a.weight`. */
export interface Parameter extends NamedVariable {
  /** False for running statistics. */
  readonly trainable: boolean;
  /**
   * For each axis, the corresponding axis of PyTorch's tensor: `[2, 3, 1, 0]` for a convolution, which is HWIO here and
   * OIHW there.
   */
  readonly torchAxes: readonly number[];
}
