import { count, type Dataset, pixelCount, SPLITS } from '../../data/dataset';
import { diagnosticMask, evidenceOf, type FacesDataset, faceAt } from '../../data/faces';
import type { Network } from '../../models/network';
import { inputSize } from '../../models/sizes';
import { centers } from '../inputs';

/** Gray values that an expression must change a pixel by, to count as visible there. */
const VISIBLE = 16;

/** Where the emotion is, in the crop that a network sees: 1 inside, 0 outside, `[n, size, size]` each. */
export interface Regions {
  /** The pixels that the expression visibly changes, by 16 gray values or more; a neutral face has few or none. */
  readonly evidence: Uint8Array;
  /** The parts of the face that tell the emotion, as brows, eyes and mouth for anger. */
  readonly parts: Uint8Array;
}

/**
 * The regions of drawn faces; undefined for others, of which nobody knows them.
 *
 * @param data as it was loaded, all splits
 * @param images some of it, by their `rows`
 * @param seed that the faces were drawn with
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
