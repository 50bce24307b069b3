import { InputError } from '../../core/errors';
import type { DatasetSource } from '../source';
import { drawFaces } from '.';

/** The drawn faces, which need no files. */
export const faces: DatasetSource = {
  citation: 'Drawn by fer-lab from parameters; the seed decides them.',
  draw: (seed) => drawFaces({ seed }),
  load: (path) => {
    throw new InputError('path', path, 'must not be given with dataset=faces, which are drawn');
  },
};
