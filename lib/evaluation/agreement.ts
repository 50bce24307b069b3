import { FERPLUS_VOTES } from '../data/ferplus';
import { wilson } from './intervals';
import { checkPredictions, type Predictions, predicted } from './metrics';
import type { AgreementBin } from './subset-accuracies';

const ANNOTATORS = 10;

/**
 * Accuracy by the number of annotators who agree on an image, whatever they chose: if they disagree, a mistake may be
 * the label's. Omits numbers of votes that no image has.
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
