import { count, type Dataset, imagesAt, SPLITS } from '../dataset';
import type { AuditReport } from './audit';

const TRAINING = SPLITS.indexOf('Training');

/**
 * The data set without blank images and copies, for training or, as `only`, for `evaluate`. If the report is not
 * `calibrated`, this also removes similar images of different faces; an audit with a higher `threshold` keeps them.
 *
 * @param purpose `training` keeps the test splits, and removes from Training all images with a copy in a test split and
 * all but one of the copies within: then the weights have seen no test image. `evaluation` keeps Training, and removes
 * from PublicTest all images with a copy in Training, from PrivateTest those with a copy in either, and all but one of
 * the copies within.
 */
export function withoutDuplicates(data: Dataset, report: AuditReport, purpose: 'training' | 'evaluation'): Dataset {
  const isTraining = (i: number) => data.splits[i] === TRAINING;
  const removed = new Set(report.blank.filter((i) => isTraining(i) === (purpose === 'training')));
  for (const group of report.copies) for (const i of surplus(group, data, purpose)) removed.add(i);
  return imagesAt(
    data,
    Array.from({ length: count(data) }, (_, i) => i).filter((i) => !removed.has(i)),
  );
}

function surplus(group: readonly number[], { splits }: Dataset, purpose: 'training' | 'evaluation'): readonly number[] {
  const training = group.filter((i) => splits[i] === TRAINING);
  const test = group.filter((i) => splits[i] !== TRAINING).sort((a, b) => splits[a] - splits[b] || a - b);
  if (purpose === 'training') return test.length > 0 ? training : training.slice(1);
  return training.length > 0 ? test : test.slice(1);
}
