/** The phases of work that users wait for, by name. To add one, add a file and a line here. */
import type { Phase } from '../harness/phase';
import { augmentOne, augmentTen } from './augment';
import { epoch } from './epoch';
import { evaluate } from './evaluate';
import { figures } from './figures';
import { firstCell } from './first-cell';
import { firstStep } from './first-step';
import { load } from './load';
import { overhead } from './overhead';
import { page } from './page';
import { saliency } from './saliency';

export const PHASES = {
  load,
  augment: augmentOne,
  augment_ten: augmentTen,
  epoch,
  first_step: firstStep,
  first_cell: firstCell,
  page,
  evaluate,
  figures,
  saliency,
  overhead,
} as const satisfies Readonly<Record<string, Phase>>;

export type PhaseName = keyof typeof PHASES;

export const PHASE_NAMES = Object.keys(PHASES) as PhaseName[];
