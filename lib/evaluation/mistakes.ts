import { EMOTIONS, type Emotion } from '../data/dataset';
import { checkPredictions, type Predictions, predicted } from './metrics';

/** A misclassified image. */
export interface Mistake {
  /** Index among the predictions. */
  readonly index: number;
  readonly label: Emotion;
  readonly predicted: Emotion;
  /** Probability of the predicted emotion, 0–1. */
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
  const { labels, probabilities } = predictions;
  const mistakes: Mistake[] = [];
  predicted(probabilities).forEach((emotion, index) => {
    if (emotion === labels[index]) return;
    const confidence = probabilities[index * EMOTIONS.length + emotion];
    mistakes.push({ index, label: EMOTIONS[labels[index]], predicted: EMOTIONS[emotion], confidence });
  });
  return mistakes.sort((a, b) => b.confidence - a.confidence).slice(0, most);
}
