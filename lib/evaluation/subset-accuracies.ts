import type { Split } from '../data/dataset';
import type { Interval } from './intervals';

/** The images of which so many of FER+'s ten annotators say the same. */
export interface AgreementBin {
  /** Votes for the most frequent answer, 0–10. */
  readonly votes: number;
  /** Images. */
  readonly n: number;
  /** Share of them whose FER2013 label was predicted, 0–1. */
  readonly accuracy: number;
  /** 95 % Wilson interval of `accuracy`. */
  readonly interval: Interval;
}

/** Accuracy on the images of a split of which the network has seen no copy. */
export interface WithoutCopies {
  readonly kind: 'exact' | 'near' | 'alike';
  /** The splits that the network was fitted to. */
  readonly fitted: readonly Split[];
  /** Images that have a copy there and are left out. */
  readonly removed: number;
  /** Images that are left. */
  readonly n: number;
  /** Share of those whose label got the highest probability; NaN where none is left. */
  readonly top1: number;
  /** 95 % Wilson interval of `top1`. */
  readonly interval: Interval;
}
