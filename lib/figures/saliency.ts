import { largest } from '../evaluation/metrics';
import type { Explanation } from '../saliency/explain';
import type { Inputs } from '../saliency/inputs';
import { labelOf } from '../saliency/methods';
import { probabilitiesOf } from '../saliency/target-weights';
import type { Figure } from './figure';
import { imageTiles, mapTiles } from './saliency-tiles';
import { COLUMN, PAGE, type TitleOption } from './theme';
import { tiles } from './tiles';

/** Image, map and overlay next to each other, one row per image, with the prediction. */
export function saliencyPanels(crops: Inputs, explanation: Explanation, { title }: TitleOption = {}): Figure {
  const captions = said(crops, explanation);
  const maps = mapTiles(crops, explanation, 'map');
  const overlays = mapTiles(crops, explanation, 'overlay');
  const rows = imageTiles(crops).map((image, i) => [{ ...image, caption: captions[i] }, maps[i], overlays[i]]);
  return tiles(rows.flat(), { headers: ['Image', 'Map', 'Overlay'], columns: 3, width: COLUMN, title });
}

/** One image of each class and, below it, its map. Classes without an image are omitted. */
export function saliencyClasses(crops: Inputs, explanation: Explanation, { title }: TitleOption = {}): Figure {
  const faces = crops.classes.map((_, label) => crops.labels.indexOf(label)).filter((i) => i >= 0);
  const images = imageTiles(crops);
  const overlays = mapTiles(crops, explanation, 'overlay');
  const captions = said(crops, explanation);
  return tiles([...faces.map((i) => images[i]), ...faces.map((i) => ({ ...overlays[i], caption: captions[i] }))], {
    headers: faces.map((i) => crops.classes[crops.labels[i]]),
    columns: Math.max(1, faces.length),
    width: PAGE,
    title,
  });
}

export interface SaliencyMethodsOptions extends TitleOption {
  /** A short score of each method, shown below the images, in the methods' order. @default none */
  readonly scores?: readonly (string | undefined)[];
}

/** The maps of several methods for the same images, one row per image. */
export function saliencyMethods(
  crops: Inputs,
  explanations: readonly Explanation[],
  { scores, title }: SaliencyMethodsOptions = {},
): Figure {
  const columns = explanations.map((explanation) => mapTiles(crops, explanation, 'map'));
  const names = explanations.map(({ method }) => labelOf(method).replace(/ (?=gradient)/, '<br>'));
  const last = crops.labels.length - 1;
  const rows = imageTiles(crops).map((image, i) => [
    { ...image, caption: crops.classes[crops.labels[i]] },
    ...columns.map((maps, k) => ({ ...maps[i], caption: i === last ? scores?.[k] : undefined })),
  ]);
  const headers = ['Image', ...names];
  return tiles(rows.flat(), { headers, columns: headers.length, width: PAGE, title });
}

/** The prediction with its probability, and the label if it differs: `Sad 88 %<br>(is Fear)`. */
function said({ labels, classes }: Inputs, { logits }: Explanation): string[] {
  const probabilities = probabilitiesOf(logits, classes.length);
  const best = largest(logits, classes.length);
  return Array.from(labels, (label, i) => {
    const sure = probabilities[i * classes.length + best[i]];
    if (!Number.isFinite(sure)) return 'NaN';
    const is = best[i] === label ? '' : `<br>(is ${classes[label]})`;
    return `${classes[best[i]]} ${(100 * sure).toFixed(0)} %${is}`;
  });
}
