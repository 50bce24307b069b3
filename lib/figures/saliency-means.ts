import type { Dataset } from '../data/dataset';
import { meanFaces } from '../data/dataset-statistics';
import type { Explanation } from '../saliency/explain';
import { heats } from '../saliency/heat';
import { centers } from '../saliency/inputs';
import { rowOf } from '../saliency/sweep';
import type { Figure } from './figure';
import { heatTile } from './saliency-tiles';
import { PAGE, type TitleOption } from './theme';
import { type Tile, tiles } from './tiles';

/**
 * The mean map of each class on its mean image, with equal weight for each image. It is informative if the images are
 * aligned, as FER2013's roughly are.
 *
 * @param images the explained images, in the same order
 */
export function saliencyMeans(images: Dataset, explanation: Explanation, { title }: TitleOption = {}): Figure {
  const { classes } = images;
  const { size } = explanation;
  const faces = centers(meanFaces(images).images, images.size, size); // [classes, size, size]
  const { maps, counts } = meanMaps(images, explanation);
  const tileOf = (label: number): Tile => {
    if (counts[label] === 0) return { word: 'no map' };
    return heatTile(rowOf(maps, label, size ** 2), rowOf(faces, label, size ** 2), 'overlay');
  };
  return tiles(
    classes.map((_, label) => ({ ...tileOf(label), caption: `n = ${counts[label]}` })),
    { headers: classes, columns: classes.length, width: PAGE, title },
  );
}

/**
 * The mean of each class's maps, each normalised to the sum 1, `[classes, size, size]`, and the number of maps with
 * heat.
 */
function meanMaps({ labels, classes }: Dataset, explanation: Explanation): { maps: Float32Array; counts: number[] } {
  const heat = heats(explanation);
  const area = explanation.size ** 2;
  const maps = new Float32Array(classes.length * area);
  const counts = classes.map(() => 0);
  labels.forEach((label, i) => {
    const map = rowOf(heat, i, area);
    const total = map.reduce((sum, value) => sum + value, 0);
    if (total === 0) return;
    counts[label]++;
    const mean = rowOf(maps, label, area);
    for (let k = 0; k < area; k++) mean[k] += map[k] / total;
  });
  return { maps, counts };
}
