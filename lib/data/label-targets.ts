import { count, type Dataset } from './dataset';
import { FERPLUS_OF_LABEL, FERPLUS_VOTES, type FerPlus, votesOf } from './ferplus';

/** One-hot targets of the labels, `[n, classes]`. */
export function givenTargets({ labels, classes }: Dataset): Float32Array {
  const targets = new Float32Array(labels.length * classes.length);
  labels.forEach((label, i) => {
    targets[i * classes.length + label] = 1;
  });
  return targets;
}

/**
 * Each class's share of FER+'s votes, `[n, classes]`. Votes for anything but FER2013's labels (contempt, unknown, not a
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
        i * FERPLUS_OF_LABEL.length,
      );
  }
  return targets;
}

/**
 * Label smoothing: spreads a share of each row evenly over the classes (Szegedy et al. 2016, section 7).
 *
 * @param classes number of classes, the length of a row
 * @param smoothing in [0, 1)
 */
export function smoothed(targets: Float32Array, classes: number, smoothing: number): Float32Array {
  return targets.map((share) => share * (1 - smoothing) + smoothing / classes);
}
