import { setImmediate } from 'node:timers/promises';
import { batches, padded } from '../data/batches';
import type { EpochRecord } from './history';
import { metricValues, type SelectionMetricName } from './selection-metrics';
import type { TrainingProgram, ValidationSums } from './training-program';

/** Maximum number of images in a step. */
const BATCH = 128;

/** Images per step of the validation of `n` images. */
export function validationBatch(n: number): number {
  return Math.min(BATCH, n);
}

/** The part of an epoch's record that comes from the validation. */
export type ValidationRecord = Omit<EpochRecord, 'epoch' | 'trainLoss' | 'trainAccuracy' | 'learningRate' | 'seconds'>;

/**
 * Validates the weights of a program.
 *
 * @param images indices of the validation images, `[n]`
 * @param classes number of classes
 * @param select_on the metric that selects the epoch
 */
export async function validate(
  program: Pick<TrainingProgram, 'validate'>,
  images: Int32Array,
  classes: number,
  select_on: SelectionMetricName,
): Promise<ValidationRecord> {
  const { loss, correct, confusion } = await sumsOver(program, images);
  return {
    ...(confusion ? metricValues(tableOf(confusion, classes), select_on) : {}),
    validationLoss: loss / images.length,
    validationAccuracy: correct / images.length,
  };
}

/** Rows of a table, `[classes · classes]` to `[classes, classes]`. */
function tableOf(confusion: Float32Array, classes: number): number[][] {
  return Array.from({ length: classes }, (_, k) => [...confusion.subarray(k * classes, (k + 1) * classes)]);
}

async function sumsOver(program: Pick<TrainingProgram, 'validate'>, images: Int32Array): Promise<ValidationSums> {
  let loss = 0;
  let correct = 0;
  let confusion: Float32Array | undefined;
  const size = validationBatch(images.length);
  for (const batch of batches(images, size)) {
    const sums = program.validate(padded(batch, size), batch.length);
    loss += sums.loss;
    correct += sums.correct;
    confusion = sums.confusion?.map((count, k) => count + (confusion?.[k] ?? 0));
    await setImmediate();
  }
  return { loss, correct, confusion };
}
