import { type Interval, wilson } from './intervals';
import { checkPredictions, type Predictions, predicted } from './metrics';

/** The images whose confidence is in `(low, high]`. */
export interface ReliabilityBin {
  readonly low: number;
  readonly high: number;
  /** Number of images. */
  readonly n: number;
  /** Mean probability of the predicted class; NaN if `n` is 0. */
  readonly confidence: number;
  /** Share of correct predictions; NaN if `n` is 0. */
  readonly accuracy: number;
  /** 95 % Wilson interval of `accuracy`. */
  readonly interval: Interval;
}

export interface Calibration {
  /** Expected calibration error: the mean over images of their bin's |accuracy − confidence|, 0–1. */
  readonly ece: number;
  readonly bins: readonly ReliabilityBin[];
}

/**
 * Accuracy by confidence, in bins of equal width: a calibrated network is right in 80 % of the cases with 80 %
 * confidence (Guo et al., 'On Calibration of Modern Neural Networks', 2017).
 *
 * @param bins how many bins, an integer ≥ 1
 * @throws InputError as {@link measure} does
 */
export function calibration(predictions: Predictions, bins = 15): Calibration {
  checkPredictions(predictions);
  const { classes, labels, probabilities } = predictions;
  const sums = Array.from({ length: bins }, () => ({ n: 0, confidence: 0, hits: 0 }));
  predicted(predictions).forEach((label, i) => {
    const confidence = Math.min(probabilities[i * classes.length + label], 1);
    const bin = sums[Math.ceil(confidence * bins) - 1];
    bin.n++;
    bin.confidence += confidence;
    if (label === labels[i]) bin.hits++;
  });
  return {
    ece: sums.reduce((sum, { hits, confidence }) => sum + Math.abs(hits - confidence), 0) / labels.length,
    bins: sums.map(({ n, confidence, hits }, b) => ({
      low: b / bins,
      high: (b + 1) / bins,
      n,
      confidence: confidence / n,
      accuracy: hits / n,
      interval: wilson(hits, n),
    })),
  };
}
