import { InputError } from '../core/errors';
import { type Dataset, indicesOf, type Split } from '../data/dataset';
import type { Hyperparameters } from './hyperparameters';

/** The images of a split. @throws {InputError} if there are none, so that nothing could be fitted or selected */
export function nonEmpty(data: Dataset, split: Split): Int32Array {
  const indices = indicesOf(data, split);
  if (indices.length === 0) throw new InputError('dataset', `${data.name} has no ${split} images`, 'must have some');
  return indices;
}

/** The notice that only this process can open a run. */
export function undescribed({ network }: Hyperparameters): string {
  const way = `put it into a file and train with network=./${network}.ts`;
  return `${network} has layers that cannot be described, so that only this process can open the run: ${way}`;
}

/** The error of a training whose loss is not finite. */
export function diverged({ lr }: Hyperparameters, epoch: number, step: number): InputError {
  const where = `epoch ${epoch}, step ${step + 1}`;
  return new InputError('loss', `not finite at ${where}`, `try a rate below lr=${lr}; what was saved before is intact`);
}
