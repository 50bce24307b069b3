/** One finished epoch: a row of `history.csv`. */
export interface EpochRecord {
  /** From 1. */
  readonly epoch: number;
  /** Mean cross-entropy over the epoch's training images, nats. */
  readonly trainLoss: number;
  /** Share of training images that the network got right while it learned from them, 0–1. */
  readonly trainAccuracy: number;
  /** Mean cross-entropy over the validation split after the epoch, nats. */
  readonly validationLoss: number;
  /** 0–1. */
  readonly validationAccuracy: number;
  /** The rate that the epoch's last step used. */
  readonly learningRate: number;
  /** Wall time of the epoch, validation included. */
  readonly seconds: number;
}
