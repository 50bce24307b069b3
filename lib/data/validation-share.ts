import { percent } from '../core/percent';
import { assignSplits } from './assign';
import { SPLITS } from './dataset';
import type { LabelledFile } from './forms/images';

const [TRAINING, VALIDATION] = [SPLITS.indexOf('Training'), SPLITS.indexOf('PublicTest')];

/**
 * Moves a share of the Training images to PublicTest, for data that comes with a training and a test split only.
 *
 * @param share of the groups in Training, in [0, 1)
 * @param groupOf images of one group, such as a subject, stay together
 */
export function withValidation(
  files: readonly LabelledFile[],
  share: number,
  seed: number | undefined,
  groupOf: (path: string) => string = (path) => path,
): LabelledFile[] {
  const training = files.filter(({ split }) => split === TRAINING).map(({ path }) => groupOf(path));
  const splits = assignSplits(training, [1 - share, share], seed);
  return files.map((file) =>
    file.split === TRAINING && splits.get(groupOf(file.path)) === 1 ? { ...file, split: VALIDATION } : file,
  );
}

/** Part of a notice about the splits, such as `, of which 10 % are PublicTest, at random`; empty if there is no share. */
export function shareNotice(share: number): string {
  return share === 0 ? '' : `, of which ${percent(share)} are PublicTest, at random`;
}
