import type { Split } from '../data/dataset';
import type { Interval } from './intervals';

/** Accuracy on the images on which a number of FER+'s ten annotators agree. */
export interface AgreementBin {
  /** Votes for the most frequent answer, 0–10. */
  readonly votes: number;
  /** Number of images. */
  readonly n: number;
  /** Share of images whose FER2013 label was predicted, 0–1. */
  readonly accuracy: number;
  /** 95 % Wilson interval of `accuracy`. */
  readonly interval: Interval;
}

/** Accuracy on the images of a split without a copy among the images that the weights depend on. */
export interface WithoutCopies {
  readonly kind: 'exact' | 'near' | 'alike';
  /** The splits that were searched: those that the network was fitted to; for other data, also the selection split. */
  readonly fitted: readonly Split[];
  /** Number of images that have a copy there and are omitted. */
  readonly removed: number;
  /** Number of remaining images. */
  readonly n: number;
  /** Share of the remaining images whose label has the highest probability; NaN if there are none. */
  readonly top1: number;
  /** 95 % Wilson interval of `top1`. */
  readonly interval: Interval;
}
