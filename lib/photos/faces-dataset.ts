import { type Dataset, SIZE, SPLITS } from '../data/dataset';
import type { ReadFace } from './read-faces';

/**
 * Faces of photos as images with labels, for saliency and figures; a face's label is its most probable class.
 *
 * @param classes in the order of the probabilities
 */
export function facesDataset(faces: readonly ReadFace[], classes: readonly string[]): Dataset {
  const best = ({ probabilities }: ReadFace) => probabilities.indexOf(Math.max(...probabilities));
  return {
    name: 'photos',
    classes,
    size: SIZE,
    images: Uint8Array.from(faces.flatMap(({ image }) => [...image])),
    labels: Uint8Array.from(faces, best),
    splits: new Uint8Array(faces.length).fill(SPLITS.indexOf('PrivateTest')),
    rows: Uint32Array.from(faces.keys()),
  };
}
