import { InputError } from '../../core/errors';
import type { DatasetSource } from '../dataset-source';
import { drawFaces } from '.';

/** The drawn faces, which need no files. */
export const faces = {
  citation: 'Drawn by fer-lab from parameters; the seed decides them.',
  draw: (seed: number | undefined) => drawFaces({ seed }),
  load: (path: string) => {
    throw new InputError('path', path, 'must not be given with dataset=faces, which are drawn');
  },
} satisfies DatasetSource;
