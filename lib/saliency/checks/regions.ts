import { count, type Dataset, pixelCount, SPLITS } from '../../data/dataset';
import { diagnosticMask, evidenceOf, type FacesDataset, faceAt } from '../../data/faces';
import type { Network } from '../../models/network';
import { inputSize } from '../../models/sizes';
import { centers } from '../inputs';

/** Minimum change of a gray value that counts as visible. */
const VISIBLE = 16;

/** Regions of the emotion in the crop that networks use: 1 inside, 0 outside, `[n, size, size]` each. */
export interface Regions {
  /** Pixels that the expression visibly changes, by at least 16 gray values; few or none for a neutral face. */
  readonly evidence: Uint8Array;
  /** Parts of the face that show the emotion, such as brows, eyes and mouth for anger. */
  readonly parts: Uint8Array;
}

/**
 * The regions of drawn faces; undefined for other data, whose regions are unknown.
 *
 * @param data the data set as loaded, with all splits
 * @param images a subset of it, identified by `rows`
 * @param seed seed of the drawn faces
 * @param network whose crops the regions are of
 */
export function regionsOf(
  data: Dataset,
  images: Dataset,
  seed: number,
  network: Pick<Network, 'inputShape'>,
): Regions | undefined {
  if (!areDrawn(data)) return undefined;
  const pixels = pixelCount(data);
  const crop = inputSize(network);
  const evidence = new Uint8Array(count(images) * pixels);
  const parts = new Uint8Array(count(images) * pixels);
  images.rows.forEach((row, i) => {
    evidence.set(visible(data, row, seed), i * pixels);
    parts.set(diagnosticMask(data, row), i * pixels);
  });
  return { evidence: centers(evidence, data.size, crop), parts: centers(parts, data.size, crop) };
}

function areDrawn(data: Dataset): data is FacesDataset {
  return 'regions' in data;
}

function visible(faces: FacesDataset, row: number, seed: number): Uint8Array {
  const split = faces.splits[row];
  const face = faceAt(seed, SPLITS[split], row - faces.splits.indexOf(split));
  return evidenceOf(face).map((difference) => (difference >= VISIBLE ? 1 : 0));
}
