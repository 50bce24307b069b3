import { checkPredictions, type Predictions, predicted } from './metrics';

/** An image that was given another class than its label. */
export interface Mistake {
  /** Its place among the predictions, from 0. */
  readonly index: number;
  readonly label: string;
  readonly predicted: string;
  /** Probability of the predicted class, 0–1. */
  readonly confidence: number;
}

/**
 * The mistakes of which the network was surest, surest first: often it is the label that is wrong.
 *
 * @param most how many at most
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
