/** Sums over some images, from which means are computed. */
export interface Sums {
  /** Sum of the run's loss; cross-entropy in nats by default. */
  readonly loss: number;
  readonly correct: number;
}
