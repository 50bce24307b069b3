import { count, type Dataset, imagesAt, SPLITS } from '../dataset';
import type { AuditReport } from './audit';

const TRAINING = SPLITS.indexOf('Training');

/**
 * The data set without blank images and copies, to train on or, as `only`, to `evaluate` on. If the report is not
 * `calibrated`, it also loses different faces that are alike; an audit with a higher `threshold` spares them.
 *
 * @param purpose `training` leaves the test splits as they are, and takes out of Training what has a copy in one of
 *   them and all but one of copies within: the weights then have seen no test image. `evaluation` leaves Training as it
 *   is, and takes out of PublicTest what has a copy in Training, out of PrivateTest what has one in either, and all but
 *   one of copies within.
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
