import type { Interval } from '../intervals';

/** Accuracy if only the classes that network and data share may be predicted. */
export interface SharedAccuracy {
  /** Share of images whose label has the highest probability among the shared classes, 0–1. */
  readonly top1: number;
  /** 95 % Wilson interval of `top1`. */
  readonly interval: Interval;
}

/** Properties of an evaluation of a network that was trained on another data set. */
export interface CrossFacts {
  /** The data set that it was evaluated on. */
  readonly dataset: string;
  /** The data set that the network was trained on. */
  readonly trained_on: string;
  /** The network's classes that have images, in its order; macro means cover these. */
  readonly shared: readonly string[];
  /** Names of shared classes in the data, if they are others, by the network's name. */
  readonly named: Readonly<Record<string, string>>;
  /** Number of images of each class that the network does not know, which are left out. */
  readonly left_out: Readonly<Record<string, number>>;
  /** The network's classes without images. A prediction of one of them is counted as wrong. */
  readonly absent: readonly string[];
  /** Present if there are absent classes, and probabilities. */
  readonly among_shared?: SharedAccuracy;
}
