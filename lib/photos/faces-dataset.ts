import { type Dataset, SPLITS } from '../data/dataset';
import type { ReadFace } from './read-faces';

/** Faces of photos as images with labels, for saliency and figures; a face's label is its most probable class. */
export function facesDataset(faces: readonly ReadFace[]): Dataset {
  const best = ({ probabilities }: ReadFace) => probabilities.indexOf(Math.max(...probabilities));
  return {
    name: 'photos',
    images: Uint8Array.from(faces.flatMap(({ image }) => [...image])),
    labels: Uint8Array.from(faces, best),
    splits: new Uint8Array(faces.length).fill(SPLITS.indexOf('PrivateTest')),
    rows: Uint32Array.from(faces.keys()),
  };
}
