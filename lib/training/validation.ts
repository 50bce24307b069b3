import { setImmediate } from 'node:timers/promises';
import { batches, padded } from '../data/batches';
import type { EpochRecord } from './history';
import { selectionMetrics } from './selection-metrics';
import type { TrainingProgram, ValidationSums } from './training-program';

/** Images per validation step. */
const BATCH = 128;

/** The part of an epoch's record that comes from the validation. */
export type ValidationRecord = Pick<
  EpochRecord,
  'validationLoss' | 'validationAccuracy' | 'validationBalancedAccuracy' | 'validationF1'
>;

/**
 * Validates the weights of a program.
 *
 * @param images indices of the validation images, `[n]`
 * @param classes number of classes
 */
export async function validate(
  program: Pick<TrainingProgram, 'validate'>,
  images: Int32Array,
  classes: number,
): Promise<ValidationRecord> {
  const { loss, correct, confusion } = await sumsOver(program, images);
  return {
    validationLoss: loss / images.length,
    validationAccuracy: correct / images.length,
    ...selectionMetrics(confusion, classes),
  };
}

async function sumsOver(program: Pick<TrainingProgram, 'validate'>, images: Int32Array): Promise<ValidationSums> {
  let loss = 0;
  let correct = 0;
  let confusion: Float32Array | undefined;
  const size = Math.min(BATCH, images.length);
  for (const batch of batches(images, size)) {
    const sums = program.validate(padded(batch, size), batch.length);
    loss += sums.loss;
    correct += sums.correct;
    confusion = sums.confusion?.map((count, k) => count + (confusion?.[k] ?? 0));
    await setImmediate();
  }
  return { loss, correct, confusion };
}
