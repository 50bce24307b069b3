import { type Dataset, EMOTIONS } from '../data/dataset';
import { meanFaces } from '../data/statistics';
import type { Explanation } from '../saliency/explain';
import { heats } from '../saliency/heat';
import { CROP_PIXELS, centers } from '../saliency/inputs';
import { rowOf } from '../saliency/sweep';
import type { Figure } from './figure';
import { heatTile } from './saliency-tiles';
import { PAGE, type TitleOption } from './theme';
import { type Tile, tiles } from './tiles';

/**
 * The mean map of each emotion on its mean face, with equal weight for each face. It is informative if faces are
 * aligned, as FER2013's roughly are.
 *
 * @param images the explained images, in the same order
 */
export function saliencyMeans(images: Dataset, explanation: Explanation, { title }: TitleOption = {}): Figure {
  const faces = centers(meanFaces(images)); // [7, 40, 40]
  const { maps, counts } = meanMaps(images, explanation);
  const tileOf = (label: number): Tile => {
    if (counts[label] === 0) return { word: 'no map' };
    return heatTile(rowOf(maps, label, CROP_PIXELS), rowOf(faces, label, CROP_PIXELS), 'overlay');
  };
  return tiles(
    EMOTIONS.map((_, label) => ({ ...tileOf(label), caption: `n = ${counts[label]}` })),
    { headers: EMOTIONS, columns: EMOTIONS.length, width: PAGE, title },
  );
}

/** The mean of each emotion's maps, each normalised to the sum 1, `[7, 40, 40]`, and the number of maps with heat. */
function meanMaps({ labels }: Dataset, explanation: Explanation): { maps: Float32Array; counts: number[] } {
  const heat = heats(explanation);
  const maps = new Float32Array(EMOTIONS.length * CROP_PIXELS);
  const counts = EMOTIONS.map(() => 0);
  labels.forEach((label, i) => {
    const map = rowOf(heat, i, CROP_PIXELS);
    const total = map.reduce((sum, value) => sum + value, 0);
    if (total === 0) return;
    counts[label]++;
    const mean = rowOf(maps, label, CROP_PIXELS);
    for (let k = 0; k < CROP_PIXELS; k++) mean[k] += map[k] / total;
  });
  return { maps, counts };
}
