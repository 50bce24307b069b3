import { checkPredictions, type Predictions, predicted } from './metrics';

/** A misclassified image. */
export interface Mistake {
  /** Index among the predictions. */
  readonly index: number;
  readonly label: string;
  readonly predicted: string;
  /** Probability of the predicted class, 0–1. */
  readonly confidence: number;
}

/**
 * The most confident mistakes, in order of confidence. Often the label is wrong.
 *
 * @param most maximum number of mistakes
 * @throws InputError as {@link measure} does
 */
export function confidentMistakes(predictions: Predictions, most: number): Mistake[] {
  checkPredictions(predictions);
  const { classes, labels, probabilities } = predictions;
  const mistakes: Mistake[] = [];
  predicted(predictions).forEach((given, index) => {
    if (given === labels[index]) return;
    const confidence = probabilities[index * classes.length + given];
    mistakes.push({ index, label: classes[labels[index]], predicted: classes[given], confidence });
  });
  return mistakes.sort((a, b) => b.confidence - a.confidence).slice(0, most);
}
