import type { Dataset } from '../data/dataset';
import type { Network } from '../models/network';
import { type PredictOptions, predictImages } from '../models/predict-images';
import type { Predictions } from './metrics';

/** The network's probabilities of the classes for each image, with the labels. */
export async function predict(network: Network, data: Dataset, options: PredictOptions = {}): Promise<Predictions> {
  return { classes: data.classes, labels: data.labels, probabilities: await predictImages(network, data, options) };
}
