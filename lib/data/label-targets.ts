import { count, type Dataset, EMOTIONS } from './dataset';
import { FERPLUS_OF_LABEL, FERPLUS_VOTES, type FerPlus, votesOf } from './ferplus';

const CLASSES = EMOTIONS.length;

/** One-hot targets of the labels, `[n, 7]`. */
export function givenTargets({ labels }: Dataset): Float32Array {
  const targets = new Float32Array(labels.length * CLASSES);
  labels.forEach((label, i) => {
    targets[i * CLASSES + label] = 1;
  });
  return targets;
}

/**
 * Each emotion's share of FER+'s votes, `[n, 7]`. Votes for anything but FER2013's labels (contempt, unknown, not a
 * face) are ignored; if there are no others, the given label is used.
 * @throws {InputError} if FER+ has no votes for an image
 */
export function votedTargets(dataset: Dataset, ferPlus: FerPlus): Float32Array {
  const votes = votesOf(dataset, ferPlus);
  const targets = givenTargets(dataset);
  for (let i = 0; i < count(dataset); i++) {
    const counts = FERPLUS_OF_LABEL.map((vote) => votes[i * FERPLUS_VOTES.length + vote]);
    const all = counts.reduce((sum, each) => sum + each, 0);
    if (all > 0)
      targets.set(
        counts.map((each) => each / all),
        i * CLASSES,
      );
  }
  return targets;
}

/**
 * Label smoothing: spreads a share of each row evenly over the emotions (Szegedy et al. 2016, section 7); `smoothing`
 * in [0, 1).
 */
export function smoothed(targets: Float32Array, smoothing: number): Float32Array {
  return targets.map((share) => share * (1 - smoothing) + smoothing / CLASSES);
}
