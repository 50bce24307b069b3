/** Sums over some images, from which means follow. */
export interface Sums {
  /** By the run's loss; cross-entropy, in nats, unless it has another. */
  readonly loss: number;
  readonly correct: number;
}
