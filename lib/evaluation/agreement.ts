import { FERPLUS_VOTES } from '../data/ferplus';
import { type Interval, wilson } from './intervals';
import { checkPredictions, type Predictions, predicted } from './metrics';

const ANNOTATORS = 10;

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

/**
 * Accuracy by how far people agree about an image, whatever they see in it: mistakes where they do not agree are as
 * likely the label's. Numbers of votes that no image has are left out.
 *
 * @param votes FER+'s votes on the same images, `[n, 10]`
 * @throws InputError as {@link measure} does
 */
export function agreement(predictions: Predictions, votes: Uint8Array): AgreementBin[] {
  checkPredictions(predictions);
  const { labels } = predictions;
  const bins = Array.from({ length: ANNOTATORS + 1 }, (_, votes) => ({ votes, n: 0, hits: 0 }));
  predicted(predictions).forEach((label, i) => {
    const most = Math.max(...votes.subarray(i * FERPLUS_VOTES.length, (i + 1) * FERPLUS_VOTES.length));
    bins[most].n++;
    if (label === labels[i]) bins[most].hits++;
  });
  return bins
    .filter(({ n }) => n > 0)
    .map(({ votes, n, hits }) => ({ votes, n, accuracy: hits / n, interval: wilson(hits, n) }));
}
