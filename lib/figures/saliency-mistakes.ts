import { largest } from '../evaluation/metrics';
import type { Explanation } from '../saliency/explain';
import type { Inputs } from '../saliency/inputs';
import { labelOf } from '../saliency/methods';
import type { Figure } from './figure';
import { imageTiles, mapTiles } from './saliency-tiles';
import { PAGE, type TitleOption } from './theme';
import { tiles } from './tiles';

/** A network's mistakes under three questions: what for the prediction, what for the label, what tips the balance. */
export interface MistakeExplanations {
  readonly predicted: Explanation;
  readonly true: Explanation;
  /**
   * Of the label's logit less the prediction's, by a method whose sign says which of the two a pixel speaks for:
   * integrated gradients, or input × gradient. (A gradient's says which a brighter pixel would speak for.)
   */
  readonly difference: Explanation;
}

/**
 * Mistakes explained, an image a row: what speaks for the prediction, what for the label, and the pixels that speak for
 * the label (orange) or for the prediction (blue) when the two are weighed against each other.
 */
export function saliencyMistakes(
  crops: Inputs,
  { difference, ...explanations }: MistakeExplanations,
  { title }: TitleOption = {},
): Figure {
  const said = largest(explanations.predicted.logits, crops.classes.length);
  const forPrediction = mapTiles(crops, explanations.predicted, 'overlay');
  const forLabel = mapTiles(crops, explanations.true, 'overlay');
  const balance = mapTiles(crops, difference, 'signed');
  const rows = imageTiles(crops).map((image, i) => {
    const [given, label] = [crops.classes[said[i]], crops.classes[crops.labels[i]]];
    return [
      image,
      { ...forPrediction[i], caption: `said: ${given}` },
      { ...forLabel[i], caption: `label: ${label}` },
      { ...balance[i], caption: `${label} − ${given}` },
    ];
  });
  const headers = [
    'Image',
    `For what it said<br>${labelOf(explanations.predicted.method)}`,
    `For the label<br>${labelOf(explanations.true.method)}`,
    `Label against said<br>${labelOf(difference.method)}`,
  ];
  return tiles(rows.flat(), { headers, columns: headers.length, width: 0.7 * PAGE, title });
}
