import { largest } from '../evaluation/metrics';
import type { Explanation } from '../saliency/explain';
import type { Inputs } from '../saliency/inputs';
import { labelOf } from '../saliency/methods';
import type { Figure } from './figure';
import { imageTiles, mapTiles } from './saliency-tiles';
import { PAGE, type TitleOption } from './theme';
import { tiles } from './tiles';

/** Explanations of a network's mistakes for three targets: the prediction, the label, and their difference. */
export interface MistakeExplanations {
  readonly predicted: Explanation;
  readonly true: Explanation;
  /**
   * For the label's logit minus the prediction's, by a method whose sign shows which of the two a pixel supports:
   * integrated gradients or input × gradient. (The sign of a gradient shows which one a brighter pixel would support.)
   */
  readonly difference: Explanation;
}

/**
 * Explained mistakes, one image per row: the pixels that support the prediction, those that support the label, and the
 * difference, in which pixels support the label (orange) or the prediction (blue).
 */
export function saliencyMistakes(
  crops: Inputs,
  { difference, ...explanations }: MistakeExplanations,
  { title }: TitleOption = {},
): Figure {
  const predictedLabels = largest(explanations.predicted.logits, crops.classes.length);
  const forPrediction = mapTiles(crops, explanations.predicted, 'overlay');
  const forLabel = mapTiles(crops, explanations.true, 'overlay');
  const balance = mapTiles(crops, difference, 'signed');
  const rows = imageTiles(crops).map((image, i) => {
    const [given, label] = [crops.classes[predictedLabels[i]], crops.classes[crops.labels[i]]];
    return [
      image,
      { ...forPrediction[i], caption: `predicted: ${given}` },
      { ...forLabel[i], caption: `label: ${label}` },
      { ...balance[i], caption: `${label} − ${given}` },
    ];
  });
  const headers = [
    'Image',
    `For the prediction<br>${labelOf(explanations.predicted.method)}`,
    `For the label<br>${labelOf(explanations.true.method)}`,
    `Label − prediction<br>${labelOf(difference.method)}`,
  ];
  return tiles(rows.flat(), { headers, columns: headers.length, width: 0.7 * PAGE, title });
}
